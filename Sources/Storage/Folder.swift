import Glibc

/// Folders of our own.
package enum Folder {
    /// Creates `path` and every missing folder above it; fine where it exists already.
    ///
    /// - Parameter isForAll: whether everybody may look into the folders that are made, whatever the process's mask;
    ///   otherwise the owner alone.
    package static func create(_ path: String, isForAll: Bool = false) throws(StorageError) {
        if make(path, isForAll) { return }
        switch errno {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw StorageError(errno: ENOTDIR, path: path, doing: "create the folder")
            }
        case ENOENT where parent(of: path) != path:
            try create(parent(of: path), isForAll: isForAll)
            guard make(path, isForAll) || errno == EEXIST else {
                throw StorageError(errno: errno, path: path, doing: "create the folder")
            }
        case let number:
            throw StorageError(errno: number, path: path, doing: "create the folder")
        }
    }

    private static func make(_ path: String, _ isForAll: Bool) -> Bool {
        mkdir(path, 0o700) == 0 && (!isForAll || chmod(path, 0o755) == 0)
    }

    /// The folder that holds `path`, `.` for a bare name.
    package static func parent(of path: String) -> String {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? path.dropLast() : path[...]
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }
}
