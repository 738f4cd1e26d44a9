import Glibc
import Platform

/// Writes a file named on the command line.
enum OutputFile {
    /// Writes `text` to `path` atomically: an existing file is replaced only by a complete one.
    ///
    /// - Throws: `CommandFailure` naming the path and what to do.
    static func write(_ text: String, to path: String) throws(CommandFailure) {
        let fresh = "\(path).\(getpid()).new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("create", path, .last) }
        var reason: Errno?
        if case .failure(let error) = Array(text.utf8).withUnsafeBytes({ writeAll($0, to: descriptor) }) {
            reason = error
        }
        if close(descriptor) != 0, reason == nil { reason = .last }
        if reason == nil, rename(fresh, path) != 0 { reason = .last }
        guard let reason else { return }
        unlink(fresh)
        throw failure("write", path, reason)
    }

    private static func failure(_ doing: String, _ path: String, _ reason: Errno) -> CommandFailure {
        CommandFailure(message: "could not \(doing) \(path): \(reason); choose another place", mend: "df -h")
    }
}
