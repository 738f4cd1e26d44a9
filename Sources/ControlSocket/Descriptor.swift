import Glibc
import Platform

/// Owns a file descriptor and closes it once.
struct Descriptor: ~Copyable, Sendable {
    let raw: Int32

    init(owning raw: Int32) {
        self.raw = raw
    }

    deinit {
        close(raw)
    }
}

/// The most bytes a Unix socket's path may have.
let longestSocketPath = 107

/// Hands a path to `bind` or `connect`; nil if it is too long or holds a NUL.
func withSocketAddress<T>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T? {
    let bytes = Array(path.utf8)
    guard bytes.count <= longestSocketPath, !bytes.isEmpty, !bytes.contains(0) else { return nil }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}

/// A new Unix stream socket, closed when a child is started.
func makeUnixSocket() -> Result<Int32, Errno> {
    retrying { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0) }
}

/// Neither call waits, and a peer that has gone is an error rather than a signal.
let sendFlags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
let receiveFlags = Int32(MSG_DONTWAIT)

func setNonBlocking(_ descriptor: Int32) {
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
}
