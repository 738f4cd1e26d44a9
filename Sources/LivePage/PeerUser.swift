import Glibc
import Platform

/// Whose program the other end of a connection on loopback is: every user of the machine may connect to a port.
package enum PeerUser {
    /// One of the kernel's tables of connections, and how it writes 127.0.0.1.
    struct Table: Sendable, Hashable {
        /// Where it is read.
        let path: String
        /// 32 bits at a time, in the machine's order of bytes.
        let loopback: String

        /// Of IPv4 sockets.
        static let four = Table(path: "/proc/net/tcp", loopback: digits(0x7F00_0001))
        /// Of IPv6 sockets, which may connect to `::ffff:127.0.0.1` and stand in no other table.
        static let six = Table(
            path: "/proc/net/tcp6", loopback: digits(0) + digits(0) + digits(0xFFFF) + digits(0x7F00_0001))

        private static func digits(_ word: UInt32) -> String { PeerUser.digits(word.bigEndian, count: 8) }
    }

    /// The kernel's word for a connection that stands; one that was closed may have another user's name on it.
    private static let established = "01"

    /// The user id; nil where the other end has gone, does not stand at 127.0.0.1, or the kernel does not say.
    ///
    /// - Parameters:
    ///   - peer: the port of the other end.
    ///   - port: ours.
    package static func of(peer: Int, port: Int) -> UInt32? {
        // A table that changes while it is read may leave a line out once.
        for _ in 0..<2 {
            for table in [Table.four, .six] {
                if let user = find(peer: peer, port: port, in: text(table.path), of: table) { return user }
            }
        }
        return nil
    }

    /// Looks it up in what a table says: a line for each end, with addresses in hexadecimal digits.
    static func find(peer: Int, port: Int, in text: String, of table: Table = .four) -> UInt32? {
        let (mine, other) = (end(port, table), end(peer, table))
        for line in text.split(separator: "\n") {
            let cells = line.split(separator: " ")
            // Number, local end, remote end, state, queues, timer, retransmissions, user.
            guard cells.count > 7, cells[1] == other, cells[2] == mine, cells[3] == established else { continue }
            return UInt32(cells[7])
        }
        return nil
    }

    private static func end(_ port: Int, _ table: Table) -> String {
        table.loopback + ":" + digits(UInt32(truncatingIfNeeded: port), count: 4)
    }

    private static func digits(_ number: UInt32, count: Int) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }

    /// Empty where it cannot be read: a kernel without IPv6 has no table of it.
    private static func text(_ path: String) -> String {
        guard case .success(let descriptor) = retrying({ open(path, O_RDONLY | O_CLOEXEC) }) else { return "" }
        defer { close(descriptor) }
        var text: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 16 << 10)
        while case .success(let count) = buffer.withUnsafeMutableBytes({ Platform.read(from: descriptor, into: $0) }),
            count > 0
        {
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self)
    }
}
