import Glibc
import Platform

/// Writes the page atomically, readable by its owner alone.
enum PageFile {
    /// `$XDG_CACHE_HOME/emotunes/page.html`, else below `~/.cache`; nil where there is no home.
    static func standardPath(environment: [String: String]) -> String? {
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/emotunes/page.html" }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.cache/emotunes/page.html"
    }

    /// Writes the page; folders above it are made where they are missing.
    static func write(_ html: String, to path: String) throws(CommandFailure) {
        var parent = ""
        for part in path.split(separator: "/").dropLast() {
            parent += (parent.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
            guard mkdir(parent, 0o700) == 0 || errno == EEXIST || errno == EROFS || errno == EACCES else {
                throw failure("make the folder", parent)
            }
        }
        let fresh = path + ".new"
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write", path) }
        let isWritten = ControlContext.writeAll(html, to: descriptor) == nil
        guard close(descriptor) == 0, isWritten, rename(fresh, path) == 0 else {
            let error = failure("write", path)
            unlink(fresh)
            throw error
        }
    }

    private static func failure(_ action: String, _ path: String) -> CommandFailure {
        CommandFailure(
            message: "cannot \(action) \(path): \(Errno.last); name another",
            mend: "emotunesctl page --output page.html")
    }

    /// The `file:` address of a path.
    static func address(_ path: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            bytes +=
                plain.contains(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return "file://" + String(decoding: bytes, as: UTF8.self)
    }
}
