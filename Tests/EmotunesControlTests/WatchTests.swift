import ControlProtocol
import ControlSocket
import ControlTestSupport
import TestSupport
import Testing

@testable import EmotunesControl

@Suite(.ownThread) struct WatchTests {
    private let world = TestSurroundings()

    @Test func plainWatchPrintsALinePerVisibleChange() async throws {
        let server = try TestServer()
        let path = server.path
        let service = server.service
        // The changes are made while the command waits for them, on another task.
        let changes = Task {
            await service.received("monitor")
            var status = Samples.status
            status.uptimeSeconds += 1
            service.change(to: status)
            status.mood = nil
            service.change(to: status)
            service.endStreams()
        }
        #expect(world.run("watch", "--socket", path) == 1)
        await changes.value
        #expect(
            world.output == """
                14:15:09  watching, camera streaming, mood happy, playlist 7
                14:15:09  watching, camera streaming, no mood yet, playlist 7

                """)
        #expect(world.errorOutput == "emotunesctl: emotunesd closed the connection → journalctl -t emotunesd -n 20\n")
    }

    @Test func jsonWatchPrintsEveryStatus() throws {
        let server = try TestServer()
        world.closesAfter = 1
        let service = server.service
        Task {
            await service.received("monitor")
            service.change(to: Samples.emptyStatus)
        }
        #expect(world.run("watch", "--json", "--socket", server.path) == 0)
        #expect(world.output == Samples.statusText + "\n")
    }

    private func reply(_ status: Status) throws -> VarlinkReply {
        VarlinkReply(parameters: ["status": try JSONValue(encoding: status)], continues: true)
    }

    @Test(arguments: [(80, 24), (20, 5), (1, 1), (200, 60)])
    func liveScreenFitsTheTerminal(columns: Int, rows: Int) throws {
        world.isTerminal = true
        world.size = (columns, rows)
        var screen = LiveScreen(history: Samples.history)
        try screen.take(reply(Samples.status))
        let drawing = screen.drawing(in: world.context)
        #expect(drawing.hasPrefix("\u{1B}[H"))
        let lines = drawing.dropFirst(3).replacing("\u{1B}[K", with: "").replacing("\u{1B}[J", with: "")
            .split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count <= rows)
        for line in lines { #expect(Columns.width(String(line)) <= columns) }
    }

    @Test func liveScreenShowsScoresMoodAndShifts() throws {
        world.size = (100, 50)
        var screen = LiveScreen(history: Samples.history)
        #expect(screen.drawing(in: world.context).contains("Waiting"))
        try screen.take(reply(Samples.status))
        let drawing = screen.drawing(in: world.context)
        for name in MoodName.words { #expect(drawing.contains(name)) }
        #expect(drawing.contains("happy, 93 % sure"))
        #expect(drawing.contains("neutral → sad"))
    }

    @Test func liveViewEndsWhenTheDaemonDisconnects() throws {
        var screen = LiveScreen(history: nil)
        #expect(throws: ControlClientError.disconnected) { try screen.take(VarlinkReply()) }
        #expect(throws: ControlClientError.self) { try screen.take(VarlinkReply(parameters: [:], continues: true)) }
    }
}
