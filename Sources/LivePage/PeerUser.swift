import Glibc
import Platform

/// Whose program the other end of a connection on loopback is: every user of the machine may connect to a port.
package enum PeerUser {
    /// The user id; nil where the kernel does not say, or the other end has gone.
    ///
    /// - Parameters:
    ///   - peer: the port of the other end.
    ///   - port: ours.
    package static func of(peer: Int, port: Int) -> UInt32? {
        guard case .success(let descriptor) = retrying({ open("/proc/net/tcp", O_RDONLY | O_CLOEXEC) }) else {
            return nil
        }
        defer { close(descriptor) }
        var text: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 16 << 10)
        while case .success(let count) = buffer.withUnsafeMutableBytes({ Platform.read(from: descriptor, into: $0) }),
            count > 0
        {
            text += buffer[..<count]
        }
        return find(peer: peer, port: port, in: String(decoding: text, as: UTF8.self))
    }

    /// Looks it up in what `/proc/net/tcp` says: a line for each end, with addresses in hexadecimal digits.
    static func find(peer: Int, port: Int, in table: String) -> UInt32? {
        let (mine, other) = (ending(port), ending(peer))
        for line in table.split(separator: "\n") {
            let cells = line.split(separator: " ")
            // Number, local end, remote end, state, queues, timer, retransmissions, user.
            guard cells.count > 7, cells[1].hasSuffix(other), cells[2].hasSuffix(mine) else { continue }
            return UInt32(cells[7])
        }
        return nil
    }

    private static func ending(_ port: Int) -> String {
        let digits = String(port, radix: 16, uppercase: true)
        return ":" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
