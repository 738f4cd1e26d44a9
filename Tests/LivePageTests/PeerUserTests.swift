import Testing

@testable import LivePage

/// Whose a connection is, by the kernel's tables.
@Suite struct PeerUserTests {
    private static let head =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

    /// A line of a table.
    private func line(_ local: String, _ other: String, _ state: String, _ user: Int) -> String {
        "   0: \(local) \(other) \(state) 00000000:00000000 00:00000000 00000000  \(user)        0 1 1\n"
    }

    @Test func isTheOneOfTheOtherEnd() {
        let table =
            Self.head + line("0100007F:1267", "00000000:0000", "0A", 0)
            + line("0100007F:1267", "0100007F:B2C4", "01", 1000) + line("0100007F:B2C4", "0100007F:1267", "01", 1001)
        #expect(PeerUser.find(peer: 0xB2C4, port: 0x1267, in: table) == 1001)
        #expect(PeerUser.find(peer: 0xB2C5, port: 0x1267, in: table) == nil)
        #expect(PeerUser.find(peer: 0x1267, port: 0xB2C4, in: table) == 1000)
    }

    /// Another user may hold the same ports at another address, or leave a closed connection, which has user 0.
    @Test(arguments: [
        ("0200007F:B2C4", "0100007F:1267", "01"), ("0100007F:B2C4", "0200007F:1267", "01"),
        ("0100007F:B2C4", "0100007F:1267", "06"), ("0200007F:B2C4", "0100007F:1267", "06"),
    ])
    func isNotThatOfAnotherConnection(local: String, other: String, state: String) {
        let foreign = line(local, other, state, 0)
        #expect(PeerUser.find(peer: 0xB2C4, port: 0x1267, in: Self.head + foreign) == nil)
        let own = line("0100007F:B2C4", "0100007F:1267", "01", 1001)
        #expect(PeerUser.find(peer: 0xB2C4, port: 0x1267, in: Self.head + foreign + own) == 1001)
    }

    /// An IPv6 socket that speaks to 127.0.0.1 stands in its own table only.
    @Test func isFoundForAnIPv6Socket() {
        let here = "0000000000000000FFFF00000100007F"
        let table = Self.head + line("\(here):B2C4", "\(here):1267", "01", 1001)
        #expect(PeerUser.find(peer: 0xB2C4, port: 0x1267, in: table, of: .six) == 1001)
        #expect(PeerUser.find(peer: 0xB2C4, port: 0x1267, in: table, of: .four) == nil)
        let other = Self.head + line("00000000000000000000000001000000:B2C4", "\(here):1267", "01", 1001)
        #expect(PeerUser.find(peer: 0xB2C4, port: 0x1267, in: other, of: .six) == nil)
    }
}
