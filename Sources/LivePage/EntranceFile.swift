import Glibc
import Platform

/// A file that leads the browser to the entrance.
///
/// Every user of the machine can read the words that a program was started with; the token stands in this file instead,
/// which only its owner can read, and only its name among the words.
struct EntranceFile: Sendable, Hashable {
    private let path: String

    /// Programs that a snap confines may not read the folder that the file is in.
    private static let confinedBrowsers = ["/snap/bin/firefox", "/snap/bin/chromium", "/snap/bin/brave"]

    /// Makes it.
    ///
    /// - Parameters:
    ///   - folder: `$XDG_RUNTIME_DIR`, which is the person's own.
    ///   - port: tells the files of several pages apart.
    /// - Returns: nil where it cannot be made there by its owner alone.
    init?(entrance: String, port: Int, folder: String) {
        var entry = stat()
        guard folder.hasPrefix("/"), stat(folder, &entry) == 0, entry.st_uid == getuid(), entry.st_mode & 0o022 == 0
        else { return nil }
        path = "\(folder)/emotunes-page-\(port).html"
        // Of a page that was stopped before its browser came.
        unlink(path)
        guard
            case .success(let descriptor) = retrying({ [path] in
                open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            })
        else { return nil }
        defer { close(descriptor) }
        var text = """
            <!doctype html><meta charset="utf-8"><title>EmoTunes</title>
            <meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=\(entrance)">

            """
        guard case .success = text.withUTF8({ writeAll(UnsafeRawBufferPointer($0), to: descriptor) }) else {
            unlink(path)
            return nil
        }
    }

    /// Made where the browser can read it: nil where it is a snap's, or there is no folder of the person's own.
    static func make(entrance: String, port: Int, environment: [String: String]) -> EntranceFile? {
        guard let folder = environment["XDG_RUNTIME_DIR"], !confinedBrowsers.contains(where: { access($0, F_OK) == 0 })
        else { return nil }
        return EntranceFile(entrance: entrance, port: port, folder: folder)
    }

    /// What the browser is given.
    var address: String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        return "file://"
            + path.utf8.map { byte in
                plain.contains(byte)
                    ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
    }

    func remove() { unlink(path) }
}
