import ControlProtocol
import ControlTestSupport
import Glibc
import Platform
import TestSupport
import Testing

@testable import ControlSocket

@Suite(.ownThread) struct ClientTests {
    private let folder: TemporaryFolder
    private var location: SocketLocation { SocketLocation(path: folder.file("control"), ownsFolder: false) }

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Connects a client to a peer that says these bytes and hangs up, whatever it is asked.
    private func client(answered bytes: String) throws -> ControlClient {
        let listener = try ListeningSocket.bind(location)
        let client = try ControlClient.connect(to: [location])
        let peer = Descriptor(owning: try retrying { accept(listener.descriptor.raw, nil, nil) }.get())
        let sent = Array(bytes.utf8).withUnsafeBytes { send(peer.raw, $0.baseAddress, $0.count, sendFlags) }
        #expect(sent == bytes.utf8.count)
        return client
    }

    @Test func missingSocketIsNoDaemon() {
        #expect(throws: ControlClientError.noDaemon(paths: ["/nonexistent/a", location.path])) {
            _ = try ControlClient.connect(to: [SocketLocation(path: "/nonexistent/a", ownsFolder: false), location])
        }
    }

    @Test func socketWithoutListenerIsNoDaemon() throws {
        let raw = try makeUnixSocket().get()
        #expect(withSocketAddress(location.path) { Glibc.bind(raw, $0, $1) } == 0)
        close(raw)
        #expect(throws: ControlClientError.noDaemon(paths: [location.path])) {
            _ = try ControlClient.connect(to: [location])
        }
    }

    @Test func nextSocketIsTriedWhereNoDaemonAnswers() throws {
        let server = try TestServer()
        let found = try ControlClient.connect(to: [location, SocketLocation(path: server.path, ownsFolder: false)])
        #expect(found.path == server.path)
    }

    @Test func hangingDaemonEndsInATimeout() throws {
        let listener = try ListeningSocket.bind(location)
        var client = try ControlClient.connect(to: [location])
        #expect(throws: ControlClientError.timeout(seconds: 0.02)) {
            _ = try client.call(.getStatus, timeout: .milliseconds(20))
        }
        _ = listener
    }

    @Test(arguments: ["{}x\0", "\0", "[]\0", #"{"parameters":1}"# + "\0"])
    func malformedReplyIsReported(bytes: String) throws {
        var client = try client(answered: bytes)
        let error = #expect(throws: ControlClientError.self) { _ = try client.call(.getStatus) }
        guard case .malformedReply = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["", "{\"parameters\""])
    func disconnectionIsReported(bytes: String) throws {
        var client = try client(answered: bytes)
        #expect(throws: ControlClientError.disconnected) { _ = try client.call(.getStatus) }
    }

    @Test func anErrorOfANewerDaemonKeepsItsName() throws {
        var client = try client(answered: #"{"error":"org.emotunes.Control.New","parameters":{"a":1}}"# + "\0")
        let expected = ControlClientError.remote(name: "org.emotunes.Control.New", parameters: ["a": 1])
        #expect(throws: expected) { _ = try client.call(.getStatus) }
        #expect(expected.description.contains(#"org.emotunes.Control.New {"a":1}"#))
    }

    @Test func repliesComeOneByOne() throws {
        let server = try TestServer()
        var client = try server.connect()
        try client.send(VarlinkCall(method: ControlMethod.monitor.fullName, more: true))
        #expect(try client.nextReply(timeout: .seconds(5))?.continues == true)
        #expect(try client.nextReply(timeout: .zero) == nil)
        server.service.change(to: Samples.emptyStatus)
        let reply = try client.nextReply(timeout: .seconds(5))
        #expect(reply?.parameters["status"] == (try JSONValue(encoding: Samples.emptyStatus)))
    }
}
