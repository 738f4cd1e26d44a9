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
        let action = "write"
        // One fixed name: what a kill left behind is overwritten by the next writer instead of piling up.
        let fresh = path + ".new"
        // What a kill left there may be readable by more people than this.
        if permissions != 0o644 { unlink(fresh) }
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw StorageError(.last, path: path, doing: action) }
        var failure = fill(descriptor, with: contents)
        // A full disk may only show when the descriptor is closed (network file systems).
        if close(descriptor) != 0, failure == nil { failure = .last }
        if failure == nil, rename(fresh, path) != 0 { failure = .last }
        if let failure {
            unlink(fresh)
            throw StorageError(failure, path: path, doing: action)
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
