import ControlProtocol
import ControlTestSupport
import Glibc
import TestSupport
import Testing

@testable import ControlSocket

/// Ten thousand messages from strangers, the same ones every time: each is answered or its sender let go.
@Suite(.ownThread) struct HostileMessageTests {
    private static let messagesPerClient = 10

    @Test(.takesLong) func hostileMessagesGetAnAnswerOrAHangUpInBoundedMemory() throws {
        let server = try TestServer()
        var hostile = HostileMessages(seed: 20_260_301)
        // The first thousand fill what is kept for good: buffers, threads, caches.
        try send(100, from: &hostile, to: server)
        let before = try residentBytes()
        try send(900, from: &hostile, to: server)
        let grown = try residentBytes() - before
        #expect(grown < 8 << 20, "grown by \(grown) bytes")

        let client = try server.connectRaw()
        client.send(#"{"method":"org.emotunes.Control.GetStatus"}"#)
        #expect(try client.read()?["parameters"]?["status"] != nil)
    }

    /// Half of the clients send calls: whole messages, good JSON. The others send noise.
    private func send(_ clients: Int, from hostile: inout HostileMessages, to server: TestServer) throws {
        for number in 0..<clients {
            let client = try server.connectRaw()
            guard number.isMultiple(of: 2) else {
                client.send((0..<Self.messagesPerClient).flatMap { _ in hostile.noise() + [0] })
                client.finishSending()
                #expect(client.isClosed())
                continue
            }
            let messages = (0..<Self.messagesPerClient).map { _ in hostile.json() }
            // Answered up to the first that is no call: there the server hangs up.
            let calls = messages.prefix { (try? VarlinkCall($0)) != nil }
            client.send(messages.flatMap(\.framed))
            client.finishSending()
            var replies = 0
            while let reply = try client.read() {
                replies += 1
                #expect(reply["error"] != nil || reply["parameters"] != nil)
            }
            #expect(replies == calls.filter { $0["oneway"] != true }.count, "\(messages.map(\.compactText))")
        }
    }

    private func residentBytes() throws -> Int {
        let file = try #require(fopen("/proc/self/statm", "r"))
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 200)
        _ = fgets(&line, 200, file)
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let pages = try #require(Int(text.split(separator: " ")[1]))
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

/// Messages of a hostile client; a seed gives the same messages again (SplitMix64, Steele et al. 2014).
private struct HostileMessages: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Bytes without a NUL, some of them a call that was damaged.
    mutating func noise() -> [UInt8] {
        if Bool.random(using: &self) {
            return (0..<Int.random(in: 0...300, using: &self)).map { _ in UInt8.random(in: 1...255, using: &self) }
        }
        var call = Array(json().compactText.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            call[Int.random(in: call.indices, using: &self)] = .random(in: 1...255, using: &self)
        }
        return Bool.random(using: &self) ? call : Array(call.prefix(Int.random(in: 0...call.count, using: &self)))
    }

    /// Something like a call, with anything in it.
    mutating func json() -> JSONValue {
        let names =
            ControlMethod.allCases.filter { $0 != .reload }.map(\.fullName) + [
                "org.varlink.service.GetInfo", "org.varlink.service.GetInterfaceDescription", "org.emotunes.Control.",
                "org.emotunes.Control.getstatus", ".", "", "..", "a", "org.emotunes.Control.GetStatus.Again",
            ]
        var call = JSONObject()
        if Int.random(in: 0..<20, using: &self) > 0 {
            call.append("method", .string(names.randomElement(using: &self) ?? ""))
        }
        if Bool.random(using: &self) {
            var parameters = JSONObject()
            for name in ["mood", "seconds", "uri", "verdict", "interface", "x"] where Bool.random(using: &self) {
                parameters.append(name, value(depth: 3))
            }
            call.append("parameters", Int.random(in: 0..<20, using: &self) > 0 ? .object(parameters) : value(depth: 1))
        }
        for name in ["oneway", "upgrade"] where Int.random(in: 0..<8, using: &self) == 0 {
            call.append(name, Bool.random(using: &self) ? true : value(depth: 0))
        }
        return .object(call)
    }

    private mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 7), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &self))
        case 3: return .integer(Int64.random(in: -2...100, using: &self))
        case 4:
            return .string(
                ["happy", "like", "", "\u{0}\u{1B}[2J", "🎵\u{202E}", "org.varlink.service"].randomElement(using: &self)
                    ?? "")
        case 5: return .string(String(repeating: "y", count: Int.random(in: 0...3000, using: &self)))
        case 6: return .number(Double.random(in: -1e300...1e300, using: &self))
        case 7: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
        default: return .object(["a": value(depth: depth - 1), "b": value(depth: depth - 1)])
        }
    }
}
