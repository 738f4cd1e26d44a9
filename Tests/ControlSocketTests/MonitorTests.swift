import ControlProtocol
import ControlTestSupport
import TestSupport
import Testing

@testable import ControlSocket

@Suite(.ownThread) struct MonitorTests {
    private let monitor = #"{"method":"org.emotunes.Control.Monitor","more":true}"#
    private let getStatus = #"{"method":"org.emotunes.Control.GetStatus"}"#

    private func status(_ tracks: Int) -> Status {
        var status = Samples.status
        status.catalogue.tracks = tracks
        return status
    }

    @Test func tellsTheStatusAtOnceAndThenEveryChange() async throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(monitor)
        let first = try client.read()
        #expect(first?["continues"] == true)
        #expect(first?["parameters"]?["status"] == (try JSONValue(encoding: Samples.status)))
        for tracks in 1...3 {
            server.service.change(to: status(tracks))
            let reply = try client.read()
            #expect(reply?["parameters"]?["status"]?["catalogue"] == ["tracks": .integer(Int64(tracks))])
            #expect(reply?["continues"] == true)
        }
        server.service.endStreams()
        #expect(try client.read()?["continues"] == nil)
        client.send(getStatus)
        #expect(try client.read()?["parameters"]?["status"] != nil)
    }

    @Test func endsTheStreamOfAClientThatLeaves() async throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(monitor)
        _ = try client.read()
        client.hangUp()
        await server.service.received("monitor ended")
    }

    @Test func endsTheStreamOfAClientThatLeftBeforeItBegan() async throws {
        let server = try TestServer()
        server.service.holdRegenerate()
        let client = try server.connectRaw()
        client.send(#"{"method":"org.emotunes.Control.Regenerate"}"#, monitor)
        await server.service.received("regenerate -")
        client.hangUp()
        server.service.releaseRegenerate()
        await server.service.received("monitor ended")
    }

    @Test func refusesParametersItDoesNotHave() throws {
        let server = try TestServer()
        let client = try server.connectRaw()
        client.send(#"{"method":"org.emotunes.Control.Monitor","more":true,"parameters":{"x":1}}"#)
        #expect(try client.read()?["error"] == "org.varlink.service.InvalidParameter")
    }

    @Test func clientThatNeverReadsIsDisconnected() async throws {
        let server = try TestServer()
        let lazy = try server.connectRaw()
        let eager = try server.connectRaw()
        lazy.send(monitor)
        await server.service.received("monitor")
        eager.send(monitor)
        _ = try eager.read()
        var changes = 0
        while !server.service.calls.contains("monitor ended"), changes < 10_000 {
            changes += 1
            server.service.change(to: status(changes))
            #expect(try eager.read()?["parameters"]?["status"]?["catalogue"] == ["tracks": .integer(Int64(changes))])
        }
        #expect(changes < 2_000)
        eager.hangUp()
    }

    @Test func clientThatStopsReadingIsDisconnected() throws {
        var limits = ServerLimits()
        limits.stallTime = .milliseconds(50)
        let server = try TestServer(limits: limits)
        let client = try server.connectRaw()
        // More answers than the kernel holds for us: the server is left with bytes that are not read.
        client.send(Array(repeating: Array(getStatus.utf8) + [0], count: 1000).flatMap(\.self))
        let other = try server.connectRaw()
        while client.send(getStatus) {}
        other.send(getStatus)
        #expect(try other.read()?["parameters"]?["status"] != nil)
    }
}
