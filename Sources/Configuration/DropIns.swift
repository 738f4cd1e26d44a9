import Glibc
import Platform

/// The drop-ins of a configuration file: the files `*.toml` in the folder beside it that has its name and `.d` behind it.
enum DropIns {
    /// Why the drop-ins could not be listed.
    enum ListError: Error, Equatable {
        case notAFolder
        case tooMany
        case nameNotUTF8
        case system(Errno)

        /// To follow the folder's path.
        var message: String {
            switch self {
            case .notAFolder: "is no folder; it holds drop-ins, files whose names end in .toml"
            case .tooMany: "holds more than \(DropIns.most) drop-ins, which no configuration does"
            case .nameNotUTF8: "holds a file whose name is not UTF-8"
            case .system(Errno(EACCES)):
                "cannot be listed: permission denied; it must be readable by the user the daemon runs as"
            case .system(let error): "cannot be listed: \(error)"
            }
        }
    }

    /// The most drop-ins one file may have.
    static let most = 256

    /// The folder for a file's drop-ins.
    static func folder(of file: String) -> String { file + ".d" }

    /// The drop-ins in the order in which they take effect: by their names' bytes, so that `50-x.toml` is before
    /// `60-a.toml` in every language. Hidden files, and what editors and packages leave behind, are none. Without the
    /// folder there is none.
    static func files(in folder: String) throws(ListError) -> [String] {
        guard let stream = opendir(folder) else {
            let error = Errno.last
            var status = stat()
            if error.number == ENOENT { return [] }
            if error.number == ENOTDIR { if lstat(folder, &status) == 0 { throw .notAFolder } else { return [] } }
            throw .system(error)
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard bytes.first != UInt8(ascii: "."), bytes.suffix(ending.count).elementsEqual(ending) else { continue }
            guard let name = String(validating: bytes, as: UTF8.self) else { throw .nameNotUTF8 }
            names.append(name)
            guard names.count <= most else { throw .tooMany }
            errno = 0
        }
        if errno != 0 { throw .system(.last) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "\(folder)/\($0)" }
    }

    private static let ending = Array(".toml".utf8)

    /// Whether a link is at the path, wherever it leads.
    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
