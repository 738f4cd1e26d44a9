import ControlProtocol
import ControlTestSupport
import TestSupport
import Testing

@testable import ControlSocket

/// Strangers' bytes are answered or hung up on; the daemon stays up and serves the next.
@Suite(.ownThread) struct HostileClientTests {
    private let getStatus = #"{"method":"org.emotunes.Control.GetStatus"}"#

    private func expectAlive(_ server: TestServer) throws {
        let client = try server.connectRaw()
        client.send(getStatus)
        #expect(try client.read()?["parameters"]?["status"] != nil)
    }

    @Test(arguments: [(nil, 1024), (1280, 1024), (1024, 968), (64, 8), (20, 4)] as [(Int?, Int)])
    func clientLimitLeavesDescriptorsForTheDaemon(descriptors: Int?, clients: Int) {
        #expect(ServerLimits().leaving(descriptors: descriptors).clients == clients)
    }

    @Test(arguments: [
        "", "x", "{", "[]", "null", "{}", "GET / HTTP/1.1\r\n\r\n", #"{"method":1}"#, #"{"method":null}"#,
        #"{"method":"org.emotunes.Control.GetStatus","parameters":[]}"#,
        #"{"method":"org.emotunes.Control.GetStatus","more":"yes"}"#, #"{"method":"\ud800"}"#,
        String(repeating: "[", count: 500_000),
    ])
    func hangsUpOnWhatIsNoCall(message: String) throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(message)
        #expect(client.isClosed())
        try expectAlive(server)
    }

    @Test func hangsUpOnAMessageThatIsTooLong() throws {
        var limits = ServerLimits()
        limits.message = 4096
        let server = try TestServer(limits: limits)
        let whole = try server.connectRaw()
        whole.send(#"{"method":"a.B","parameters":{"x":""# + String(repeating: "y", count: 5000) + #""}}"#)
        #expect(whole.isClosed())
        let endless = try server.connectRaw()
        while endless.send(Array(repeating: UInt8(ascii: " "), count: 1024)) {}
        #expect(endless.isClosed())
        let long = try server.connectRaw()
        long.send(#"{"method":"a.b.C","parameters":{"x":""# + String(repeating: "y", count: 4000) + #""}}"#)
        #expect(try long.read()?["error"] == "org.varlink.service.InterfaceNotFound")
    }

    @Test func hangsUpOnAMessageThatNeverEnds() throws {
        var limits = ServerLimits()
        limits.messageTime = .milliseconds(30)
        let server = try TestServer(limits: limits)
        let half = try server.connectRaw()
        half.send(Array(#"{"method":"#.utf8))
        #expect(half.isClosed())
        let later = try server.connectRaw()
        later.send(Array(getStatus.utf8) + [0] + Array("{".utf8))
        #expect(try later.read()?["parameters"]?["status"] != nil)
        #expect(later.isClosed())
    }

    @Test func silentClientStaysConnected() throws {
        var limits = ServerLimits()
        limits.messageTime = .milliseconds(1)
        let server = try TestServer(limits: limits)
        let silent = try server.connectRaw()
        try expectAlive(server)
        silent.send(getStatus)
        #expect(try silent.read()?["parameters"]?["status"] != nil)
    }

    @Test func servesFiveHundredAtOnce() throws {
        let server = try TestServer()
        let clients = try (0..<500).map { _ in try server.connectRaw() }
        for client in clients { client.send(getStatus) }
        for client in clients { #expect(try client.read()?["parameters"]?["status"] != nil) }
    }

    @Test func refusesOneClientTooMany() throws {
        var limits = ServerLimits()
        limits.clients = 3
        limits.idleGrace = .seconds(3600)
        let server = try TestServer(limits: limits)
        let clients = try (0..<3).map { _ in try server.connectRaw() }
        for client in clients {
            client.send(getStatus)
            _ = try client.read()
        }
        var refused = try server.connect()
        #expect(throws: ControlClientError.refused(.tooManyClients(limit: 3))) { _ = try refused.call(.getStatus) }
        clients[1].hangUp()
        // The place is free as soon as the server has noticed; until then newcomers are told so.
        var attempts = 0
        while attempts < 10_000 {
            var client = try server.connect()
            if (try? client.call(.getStatus)) != nil { break }
            attempts += 1
        }
        #expect(attempts < 10_000)
    }

    @Test func givesTheLongestSilentClientsPlaceToANewOne() throws {
        var limits = ServerLimits()
        limits.clients = 2
        limits.idleGrace = .zero
        let server = try TestServer(limits: limits)
        let oldest = try server.connectRaw()
        oldest.send(getStatus)
        _ = try oldest.read()
        let older = try server.connectRaw()
        older.send(getStatus)
        _ = try older.read()
        try expectAlive(server)
        #expect(oldest.isClosed())
        older.send(getStatus)
        #expect(try older.read()?["parameters"]?["status"] != nil)
    }

    @Test func peerWithoutAccessIsRefused() throws {
        let server = try TestServer(access: ControlAccess { _ in false })
        var client = try server.connect()
        #expect(
            throws: ControlClientError.remote(name: "org.varlink.service.PermissionDenied", parameters: JSONObject())
        ) { _ = try client.call(.getStatus) }
        #expect(server.service.calls.isEmpty)
    }

    @Test func theOwnerAndRootAreServed() {
        let access = ControlAccess.owner(1000)
        #expect(access.admits(PeerCredentials(pid: 1, uid: 1000, gid: 5)))
        #expect(access.admits(PeerCredentials(pid: 1, uid: 0, gid: 0)))
        #expect(!access.admits(PeerCredentials(pid: 1, uid: 1001, gid: 1000)))
        #expect(ControlAccess.fileMode.admits(PeerCredentials(pid: 1, uid: 1001, gid: 1000)))
    }
}
