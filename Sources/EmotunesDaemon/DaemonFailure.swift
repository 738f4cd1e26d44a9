/// Why the daemon ends: one line for the journal and the exit status that says what kind of trouble it is.
package struct DaemonFailure: Error, Sendable, CustomStringConvertible {
    /// The statuses of `sysexits.h` that fit.
    package enum Status: Int32, Sendable {
        /// A source that cannot be opened and will not heal by waiting (`EX_NOINPUT`).
        case noInput = 66
        /// Another daemon serves the same socket (`EX_UNAVAILABLE`).
        case unavailable = 69
        /// A model, the cascade or another file of ours is missing or damaged (`EX_SOFTWARE`).
        case software = 70
        /// The state folder cannot be written (`EX_CANTCREAT`).
        case cannotCreate = 73
        /// The configuration is wrong (`EX_CONFIG`); systemd does not restart after it.
        case configuration = 78
    }

    package var status: Status
    package var description: String

    init(_ status: Status, _ error: some Any) {
        self.status = status
        description = String(describing: error)
    }
}
