package import ControlProtocol
package import Platform

/// Why a client got no answer, or an answer it did not want.
package enum ControlClientError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No daemon answers on any of these sockets, which were tried in this order.
    case noDaemon(paths: [String])
    /// The daemon is there but may not be talked to.
    case denied(path: String)
    /// Another user's program answers where only this user's daemon may.
    case stranger(path: String, uid: UInt32)
    /// No answer came in time.
    case timeout(seconds: Double)
    /// The daemon hung up.
    case disconnected
    /// What came is not what the protocol allows.
    case malformedReply(String)
    /// The daemon answered with an error of its interface.
    case refused(ControlFailure)
    /// The daemon answered with another error: one of `org.varlink.service`, or of a newer daemon.
    case remote(name: String, parameters: JSONObject)
    /// A system call failed.
    case failed(doing: String, path: String, Errno)

    /// What happened, and behind an arrow the command that mends it.
    package var advice: String {
        if case .refused(let failure) = self { return failure.advice }
        return description + ControlFailure.arrow + mend
    }

    private var mend: String {
        switch self {
        case .noDaemon: "systemctl --user start emotunesd"
        case .denied(let path): "sudo emotunesctl --socket \(path) status"
        case .stranger(let path, _): "emotunesctl --socket \(path) status"
        case .disconnected: "journalctl -t emotunesd -n 20"
        case .remote("org.varlink.service.PermissionDenied", _): "sudo emotunesctl status"
        case .timeout, .malformedReply, .remote: "systemctl --user restart emotunesd"
        case .refused, .failed: "emotunesctl doctor"
        }
    }

    package var description: String {
        switch self {
        case .noDaemon(let paths):
            "emotunesd is not running: nobody answers on \(paths.joined(separator: " or "))"
        case .denied(let path):
            "no permission to use \(path): only the user emotunesd runs as, and root, may"
        case .stranger(let path, let uid):
            "a program of another user (\(uid)) answers on \(path), and is not trusted; if it is the emotunesd you mean, name it"
        case .timeout(let seconds):
            "emotunesd did not answer within \(seconds.formatted) s"
        case .disconnected:
            "emotunesd closed the connection"
        case .malformedReply(let what):
            "emotunesd answered with something that is no reply: \(what)"
        case .refused(let failure):
            failure.description
        case .remote("org.varlink.service.PermissionDenied", _):
            "emotunesd serves only the user it runs as, and root"
        case .remote("org.varlink.service.MethodNotFound", let parameters):
            "this emotunesd is older than this command: it has no \(parameters["method"]?.string ?? "such method")"
        case .remote(let name, let parameters):
            "emotunesd answered \(name) \(JSONValue.object(parameters).compactText)"
        case .failed(let doing, let path, let error):
            "could not \(doing) \(path): \(error)"
        }
    }
}

extension Double {
    /// Without a point where none is needed.
    fileprivate var formatted: String {
        Int(exactly: self).map(String.init) ?? description
    }
}
