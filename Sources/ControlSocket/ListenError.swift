package import Platform

/// Why no socket could be opened to listen on. Each says what happened, to what, and what to do.
package enum ListenError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Another daemon answers on the socket; its process if it is known.
    case alreadyRunning(path: String, pid: Int32?)
    /// The kernel allows a socket path of 107 bytes.
    case pathTooLong(path: String, limit: Int)
    /// Something that is not a socket lies where it should be.
    case notASocket(path: String)
    /// A descriptor that was handed to us does not listen.
    case notListening(descriptor: Int32)
    /// Making the folder, the lock or the socket failed.
    case failed(doing: String, path: String, Errno)

    package var description: String {
        switch self {
        case .alreadyRunning(let path, let pid):
            "another emotunesd\(pid.map { " (process \($0))" } ?? "") already answers on \(path); "
                + "stop it, or give this one a socket and a state folder of its own with --socket and --state-dir"
        case .pathTooLong(let path, let limit):
            "the socket path \(path) is longer than the \(limit) bytes the kernel allows; choose a shorter one with --socket"
        case .notASocket(let path):
            "\(path) exists and is no socket; move it away, or choose another path with --socket"
        case .notListening(let descriptor):
            "descriptor \(descriptor) was handed over as the control socket but does not listen; look at the socket unit"
        case .failed(let doing, let path, let error):
            "could not \(doing) \(path): \(error); look at its folder's permissions, or choose another path with --socket"
        }
    }
}
