import Glibc
import Platform

/// A socket that listens, the lock that says it is ours, and the file it leaves behind.
///
/// The file is removed when serving ends, unless another has taken its place. The lock file stays: removing it would
/// let two daemons hold locks on two files of the same name.
package final class ListeningSocket: Sendable {
    /// Nil for a socket the service manager made; it removes its own file.
    package let path: String?
    let descriptor: Descriptor
    private let lock: Descriptor?
    private let file: FileIdentity?

    private init(path: String?, descriptor: consuming Descriptor, lock: consuming Descriptor?, file: FileIdentity?) {
        self.path = path
        self.descriptor = descriptor
        self.lock = lock
        self.file = file
    }

    deinit {
        removeFile()
    }

    /// Removes the socket's file, so that clients no longer try to connect.
    func removeFile() {
        if let path, let file, FileIdentity(path: path) == file { unlink(path) }
    }

    /// Whether a client has connected and waits to be served.
    package var hasCallers: Bool {
        var entry = pollfd(fd: descriptor.raw, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    /// Takes over a listening descriptor from the service manager.
    ///
    /// - Throws: `notListening`, and the descriptor stays as it was.
    package static func adopting(_ raw: Int32) throws(ListenError) -> ListeningSocket {
        var listens: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(raw, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0, listens != 0 else {
            throw .notListening(descriptor: raw)
        }
        setNonBlocking(raw)
        _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
        return ListeningSocket(path: nil, descriptor: Descriptor(owning: raw), lock: nil, file: nil)
    }

    /// Opens a socket at a path. A file left by a daemon that died is replaced; one a daemon answers on is not.
    ///
    package static func bind(
        _ location: SocketLocation, permissions: SocketPermissions = .owner
    ) throws(ListenError) -> ListeningSocket {
        let path = location.path
        let mode = permissions.socketMode
        guard path.utf8.count <= longestSocketPath else { throw .pathTooLong(path: path, limit: longestSocketPath) }
        try makeFolder(of: location, mode: permissions.folderMode)
        let lock = try takeLock(for: path)
        try clearStaleSocket(at: path)

        let descriptor = Descriptor(owning: try makeUnixSocket().orThrow(doing: "make the socket", path))
        setNonBlocking(descriptor.raw)
        // The mode of the file is taken from the descriptor, so it never exists with a wider one.
        fchmod(descriptor.raw, mode)
        let bound = retrying { withSocketAddress(path) { Glibc.bind(descriptor.raw, $0, $1) } ?? -1 }
        _ = try bound.orThrow(doing: "make the socket", path)
        _ = try retrying { chmod(path, mode) }.orThrow(doing: "set the permissions of", path)
        _ = try retrying { listen(descriptor.raw, SOMAXCONN) }.orThrow(doing: "listen on", path)
        return ListeningSocket(path: path, descriptor: descriptor, lock: lock, file: FileIdentity(path: path))
    }

    private static func makeFolder(of location: SocketLocation, mode: mode_t) throws(ListenError) {
        guard let slash = location.path.lastIndex(of: "/"), slash != location.path.startIndex else { return }
        let folder = String(location.path[..<slash])
        var made = folder.startIndex
        while made != folder.endIndex {
            made = folder[folder.index(after: made)...].firstIndex(of: "/") ?? folder.endIndex
            let result = retrying { mkdir(String(folder[..<made]), 0o700) }
            // Where a folder exists, a read-only or foreign parent is no obstacle.
            if case .failure(let error) = result, access(String(folder[..<made]), F_OK) != 0 {
                throw .failed(doing: "make the folder", path: String(folder[..<made]), error)
            }
        }
        if location.ownsFolder { chmod(folder, mode) }
    }

    private static func takeLock(for path: String) throws(ListenError) -> Descriptor {
        let lockPath = path + ".lock"
        let raw = try retrying { open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600) }
            .orThrow(doing: "open", lockPath)
        let lock = Descriptor(owning: raw)
        switch retrying({ flock(lock.raw, LOCK_EX | LOCK_NB) }) {
        case .success: return lock
        case .failure(let error) where error.number == EWOULDBLOCK:
            throw .alreadyRunning(path: path, pid: answeringProcess(at: path) ?? nil)
        case .failure(let error): throw .failed(doing: "lock", path: lockPath, error)
        }
    }

    private static func clearStaleSocket(at path: String) throws(ListenError) {
        var information = stat()
        guard lstat(path, &information) == 0 else { return }
        guard information.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        if let pid = answeringProcess(at: path) { throw .alreadyRunning(path: path, pid: pid) }
        _ = try retrying { unlink(path) }.orThrow(doing: "remove the abandoned socket", path)
    }

    /// Nil if no process answers; otherwise its id, nil again where the kernel does not say.
    private static func answeringProcess(at path: String) -> Int32?? {
        guard case .success(let raw) = makeUnixSocket() else { return nil }
        let probe = Descriptor(owning: raw)
        setNonBlocking(probe.raw)
        let result = retrying { withSocketAddress(path) { connect(probe.raw, $0, $1) } ?? -1 }
        switch result {
        case .success: return .some(PeerCredentials(socket: probe.raw)?.pid)
        // A full queue of callers means that a process listens, if slowly.
        case .failure(let error): return error.number == EAGAIN ? .some(nil) : nil
        }
    }
}

/// Who may connect, by the permissions of the socket and its folder.
package enum SocketPermissions: Sendable, Hashable {
    /// The user the daemon runs as.
    case owner
    /// Also the group the files belong to: for a system unit.
    case ownerAndGroup

    fileprivate var socketMode: mode_t { self == .owner ? 0o600 : 0o660 }
    fileprivate var folderMode: mode_t { self == .owner ? 0o700 : 0o750 }
}

/// What tells one file from another that later has the same name.
private struct FileIdentity: Equatable {
    let device: dev_t
    let inode: ino_t

    init?(path: String) {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        device = information.st_dev
        inode = information.st_ino
    }
}

extension Result where Failure == Errno {
    fileprivate func orThrow(doing: String, _ path: String) throws(ListenError) -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let error): throw .failed(doing: doing, path: path, error)
        }
    }
}
