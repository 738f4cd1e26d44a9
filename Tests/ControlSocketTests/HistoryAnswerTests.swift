import ControlProtocol
import ControlTestSupport
import TestSupport
import Testing

@testable import ControlSocket

@Suite(.ownThread) struct HistoryAnswerTests {
    /// So many parts of a hundred playlists each, numbered through.
    private static func parts(_ count: Int) -> [History] {
        (0..<count).map { part in
            History(
                playlists: (0..<100).map {
                    PastPlaylist(
                        id: part * 100 + $0, at: Timestamp(secondsSince1970: Double(part)), mood: .sad,
                        reason: String(repeating: "why ", count: 20))
                })
        }
    }

    private func call(_ parameters: String, more: Bool = false) -> String {
        #"{"method":"org.emotunes.Control.GetHistory","parameters":\#(parameters)\#(more ? #","more":true"# : "")}"#
    }

    @Test func oneReplyHoldsEveryPartAndHasALimit() throws {
        let server = try TestServer()
        server.service.change(history: Self.parts(3))
        var client = try server.connect()
        let history = try #require(try client.call(.getHistory)["history"]).decoded(as: History.self)
        #expect(history.playlists.map(\.id) == Array(0..<300))
        #expect(server.service.queries.map(\.limit) == [2000, 2000, 2000])
    }

    @Test func parametersReachTheService() throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(call(#"{"from":"2026-03-01T10:00:00+01:00","to":"2026-03-02T00:00:00Z","limit":7}"#))
        #expect(try client.read()?["parameters"]?["history"] != nil)
        let expected = HistoryQuery(
            from: Timestamp(rfc3339: "2026-03-01T09:00:00Z"), to: Timestamp(rfc3339: "2026-03-02T00:00:00Z"), limit: 7)
        #expect(server.service.queries == [expected])
        #expect(JSONValue.object(expected.parameters)["from"] == "2026-03-01T09:00:00Z")
    }

    @Test(arguments: [
        (#"{"from":"yesterday"}"#, "from"), (#"{"to":1}"#, "to"), (#"{"limit":0}"#, "limit"),
        (#"{"limit":10001}"#, "limit"), (#"{"since":"x"}"#, "since"),
        (#"{"from":"2026-03-02T00:00:00Z","to":"2026-03-01T00:00:00Z"}"#, "to"),
    ])
    func wrongParametersAreRefusedByName(parameters: String, name: String) throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        for more in [false, true] {
            client.send(call(parameters, more: more))
            let reply = try client.read()
            #expect(reply?["error"] == "org.varlink.service.InvalidParameter")
            #expect(reply?["parameters"]?["parameter"]?.string == name)
        }
        #expect(server.service.queries.isEmpty)
    }

    /// Eight megabytes, more than the server lets pile up for a client that follows: the next part waits for the reader.
    @Test func withMoreAHistoryOfAnyLengthReachesAReaderThatIsSlow() async throws {
        let server = try TestServer()
        server.service.change(history: Self.parts(600))
        let client = try server.connectRaw()
        client.send(call("{}", more: true))
        // It is told before anything was read: what the kernel's buffers do not hold waits.
        var ids: [Int] = []
        var continues = true
        var asked = 0
        while continues {
            let reply = try #require(try client.read())
            if ids.isEmpty { asked = server.service.queries.count }
            continues = reply["continues"] == true
            let part = try #require(reply["parameters"]?["history"]).decoded(as: History.self)
            ids += part.playlists.map(\.id)
        }
        #expect(ids == Array(0..<60_000))
        #expect(asked < 300, "\(asked) parts were made before one was read")
        #expect(server.service.queries.allSatisfy { $0.limit == nil })
    }

    @Test func aReaderThatLeavesEndsTheTelling() async throws {
        let server = try TestServer()
        server.service.change(history: Self.parts(600))
        let client = try server.connectRaw()
        client.send(call("{}", more: true))
        #expect(try client.read()?["continues"] == true)
        client.hangUp()
        // Another is served as ever, and the first is told no more.
        var other = try server.connect()
        _ = try other.call(.getStatus)
        server.stop()
        #expect(server.service.queries.count < 600)
    }
}
