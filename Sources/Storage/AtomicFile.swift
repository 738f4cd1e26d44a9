import Glibc
import Platform

/// Replaces a file so that a reader, or the file after a crash, holds the old content or the new, never a part.
package enum AtomicFile {
    /// Writes `contents` beside `path`, brings it to the disk, and puts it in the place of `path`.
    ///
    /// The folder must exist and have one writer. On failure `path` is as it was and nothing is left beside it.
    /// - Parameter permissions: the file's mode; the process's mask takes away from that.
    package static func replace(
        _ path: String, with contents: [UInt8], permissions: UInt32 = 0o644
    ) throws(StorageError) {
        try put(contents, in: path, permissions: permissions) { _ throws(StorageError) in }
    }

    /// Like ``replace(_:with:permissions:)``, for a file that other people and programs read or own: it keeps its owner,
    /// group, mode and access list. Where that cannot be, because it is another person's, nothing is changed.
    ///
    /// - Parameter newPermissions: the mode of a file that was not there, whatever the process's mask.
    package static func update(
        _ path: String, with contents: [UInt8], newPermissions: UInt32
    ) throws(StorageError) {
        let old = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard old >= 0 || errno == ENOENT else { throw StorageError(.last, path: path, doing: "read") }
        defer { if old >= 0 { close(old) } }
        // Until its access is settled it is its writer's alone.
        try put(contents, in: path, permissions: 0o600) { fresh throws(StorageError) in
            if old >= 0 {
                try keepAccess(of: old, in: fresh, path)
            } else if fchmod(fresh, newPermissions) != 0 {
                throw StorageError(.last, path: path, doing: "set the mode of")
            }
        }
    }

    private static func keepAccess(of old: Int32, in fresh: Int32, _ path: String) throws(StorageError) {
        var before = stat(), after = stat()
        guard fstat(old, &before) == 0, fstat(fresh, &after) == 0 else {
            throw StorageError(.last, path: path, doing: "read the mode of")
        }
        if before.st_uid != after.st_uid || before.st_gid != after.st_gid,
            fchown(fresh, before.st_uid, before.st_gid) != 0
        {
            throw StorageError(.last, path: path, doing: "keep the owner and the group of")
        }
        if let error = copyAccessList(from: old, to: fresh) {
            throw StorageError(error, path: path, doing: "keep the access list of")
        }
        guard fchmod(fresh, before.st_mode & 0o777) == 0 else {
            throw StorageError(.last, path: path, doing: "keep the mode of")
        }
    }

    private static func put(
        _ contents: [UInt8], in path: String, permissions: UInt32,
        settlingAccess: (Int32) throws(StorageError) -> Void
    ) throws(StorageError) {
        // One fixed name: what a kill left behind is taken away by the next writer instead of piling up. It may have been
        // readable by more people, or another's.
        let fresh = path + ".new"
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw StorageError(.last, path: path, doing: "write") }
        do throws(StorageError) {
            try settlingAccess(descriptor)
        } catch {
            close(descriptor)
            unlink(fresh)
            throw error
        }
        var failure = fill(descriptor, with: contents)
        // A full disk may only show when the descriptor is closed (network file systems).
        if close(descriptor) != 0, failure == nil { failure = .last }
        if failure == nil, rename(fresh, path) != 0 { failure = .last }
        if let failure {
            unlink(fresh)
            throw StorageError(failure, path: path, doing: "write")
        }
        try synchronizeFolder(of: path)
    }

    /// Writes all bytes and brings them to the disk; nil, or what went wrong.
    private static func fill(_ descriptor: Int32, with contents: [UInt8]) -> Errno? {
        if case .failure(let error) = contents.withUnsafeBytes({ writeAll($0, to: descriptor) }) { return error }
        return fsync(descriptor) == 0 ? nil : .last
    }

    /// Makes the rename itself last: without this a crash may bring the old name back.
    private static func synchronizeFolder(of path: String) throws(StorageError) {
        let descriptor = open(Folder.parent(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError(.last, path: path, doing: "write") }
        defer { close(descriptor) }
        // Some file systems cannot synchronise a folder and say EINVAL; the rename is done all the same.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw StorageError(.last, path: path, doing: "write")
        }
    }
}
