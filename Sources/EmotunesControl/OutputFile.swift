import ControlSocket
import Glibc

/// Writes a file named on the command line.
enum OutputFile {
    /// Writes `text` to `path` atomically: an existing file is replaced only by a complete one.
    ///
    /// - Throws: `CommandFailure` naming the path and what to do.
    static func write(_ text: String, to path: String) throws(CommandFailure) {
        let fresh = "\(path).\(getpid()).new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("create", path) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                throw abandon(fresh, descriptor, path)
            }
        }
        guard close(descriptor) == 0, rename(fresh, path) == 0 else { throw abandon(fresh, nil, path) }
    }

    private static func abandon(_ fresh: String, _ descriptor: Int32?, _ path: String) -> CommandFailure {
        let reason = failure("write", path)
        if let descriptor { close(descriptor) }
        unlink(fresh)
        return reason
    }

    private static func failure(_ doing: String, _ path: String) -> CommandFailure {
        CommandFailure(message: "could not \(doing) \(path): \(SystemError(errno)); choose another place")
    }
}
