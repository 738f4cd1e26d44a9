package import ControlProtocol
import Glibc
import TestSupport

/// A client that sends any bytes and reads whatever comes, within five seconds.
package final class RawConnection {
    private var descriptor: Int32
    private var framer = MessageFramer(limit: 64 << 20)

    package init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw FolderError(number: errno) }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { hangUp() }

    /// False if the other end has gone or takes nothing.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends texts, each as one message.
    @discardableResult
    package func send(_ messages: String...) -> Bool {
        send(messages.flatMap { Array($0.utf8) + [0] })
    }

    /// The next message, or nil once the other end has hung up (or nothing came for five seconds).
    package func read() throws -> JSONValue? {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            if let message = try framer.next() { return try JSONValue(parsing: message) }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            framer.append(buffer[..<count])
        }
    }

    /// True if the other end hangs up within five seconds, whatever it says before.
    package func isClosed() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count == 0 || (count < 0 && errno == ECONNRESET) { return true }
            if count < 0 { return false }
        }
    }

    /// Says that no more will be sent.
    package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    package func hangUp() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
