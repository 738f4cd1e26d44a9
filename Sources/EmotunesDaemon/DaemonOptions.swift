/// What the command line asks of the daemon.
package struct DaemonOptions: Sendable {
    package var configurationFile: String?
    package var source: String?
    package var socket: String?
    package var stateFolder: String?
    package var dataFolder: String?
    /// `section.key=value`, in the order given.
    package var overrides: [String] = []
    /// End with status 0 when a recorded source has ended and everything is written.
    package var endsWithSource = false

    package init() {}
}
