import Glibc

/// Holds a folder for one process: another that asks is refused until this value is gone, or its process is.
package final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock on the folder itself, so that no file of it is left behind.
    ///
    /// - Returns: nil if another process has it. On a file system without locks it is always taken.
    package init?(holding folder: String) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor < 0 || flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
