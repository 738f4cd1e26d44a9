/// What is running.
package enum Release {
    /// The version of daemon and command, as `GetInfo`, `status` and `--version` tell it.
    package static let version = "0.2.0"
}
