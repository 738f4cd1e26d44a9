import CSQLite
import Glibc
import Storage

extension StorageError {
    /// The error of a failed database call. Where SQLite only says "cannot open" or "read-only", the file itself is
    /// asked why, because the person needs to know whether it is the permissions, the mount or the folder.
    init(_ error: DatabaseError, path: String, doing action: String) {
        let reason = error.message
        switch error.code {
        case SQLITE_FULL:
            self.init(.full, path: path, doing: action, because: "no space left on the device")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            self.init(.damaged, path: path, doing: action, because: reason)
        case SQLITE_BUSY, SQLITE_LOCKED:
            self.init(.busy, path: path, doing: action, because: "another program is writing to it")
        case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_IOERR:
            if let number = Self.obstacle(at: path) {
                self.init(errno: number, path: path, doing: action)
            } else {
                let code: Code = error.code == SQLITE_READONLY ? .readOnly : .other
                self.init(code, path: path, doing: action, because: reason)
            }
        default:
            self.init(.other, path: path, doing: action, because: reason)
        }
    }

    /// The `errno` that keeps `path` from being read and written as a database, nil where nothing is in the way.
    private static func obstacle(at path: String) -> Int32? {
        var status = stat()
        if stat(path, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR { return EISDIR }
            if access(path, R_OK | W_OK) != 0 { return errno }
        }
        // The journal files are created beside the database, so the folder must be writable too.
        if access(Folder.parent(of: path), W_OK | X_OK) != 0 { return errno }
        // SQLite calls it an I/O error when its shared memory file (32 KiB) finds no room.
        var space = statvfs()
        guard statvfs(Folder.parent(of: path), &space) == 0 else { return nil }
        return UInt64(space.f_bavail) * UInt64(space.f_bsize) < 1 << 16 ? ENOSPC : nil
    }
}
