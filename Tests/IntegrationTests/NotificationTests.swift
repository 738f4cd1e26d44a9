import BusTestSupport
import Foundation
import TestSupport
import Testing

/// The built daemon and a notification server of the test's own.
@Suite(.serialized, .ownThread, .enabled(if: DBusMock.isUsable, Comment(rawValue: DBusMock.whySkipped)))
struct NotificationTests {
    private static let server = "org.freedesktop.Notifications"
    private static let path = "/org/freedesktop/Notifications"

    /// A daemon with a drawn face, on a bus of its own.
    private final class Room {
        let folder: TemporaryFolder
        let bus: BusDaemon
        let daemon: Program

        init(_ level: String, source: String = "demo:happy=600?repeat=forever") throws {
            folder = try TemporaryFolder()
            bus = try BusDaemon()
            daemon = Program(
                "emotunesd",
                [
                    "--source", source, "--state-dir", folder.file("state"), "--socket",
                    folder.file("control"), "--set", "notifications.level=\(level)",
                ], in: folder, environment: ["DBUS_SESSION_BUS_ADDRESS": bus.address])
        }

        deinit {
            daemon.send(SIGTERM)
            _ = try? daemon.wait()
            bus.stop()
        }

        func server(_ capabilities: String) throws -> DBusMock {
            try DBusMock(
                on: bus, name: NotificationTests.server, path: NotificationTests.path,
                ["-t", "notification_daemon", "-p", "{\"capabilities\": \"\(capabilities)\"}"])
        }

        func ask(_ arguments: String...) throws -> Program.Outcome {
            try Program("emotunesctl", arguments + ["--socket", folder.file("control")], in: folder).run()
        }

        func object(_ command: String) throws -> [String: Any] {
            let outcome = try ask(command, "--json")
            return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
        }

        /// Has a list made, once the daemon answers.
        func list(for mood: String) throws {
            _ = try wait("a list") { try ask("regenerate", "--mood", mood).status == 0 ? true : nil }
        }

        func wait<Value>(_ what: String, for value: () throws -> Value?) throws -> Value {
            if let value = try polled(seconds: 60, value) { return value }
            throw SpotifyTests.Setting.TimedOut(last: "\(what) did not come; \(daemon.errorOutputSoFar.suffix(2000))")
        }
    }

    /// A call of `Notify`.
    private struct Shown {
        var replaces: Int, title: String, body: String, actions: [String], hints: [String: Any]

        init(_ arguments: [Any]) throws {
            try #require(arguments.count == 8)
            replaces = try #require(arguments[1] as? Int)
            title = try #require(arguments[3] as? String)
            body = try #require(arguments[4] as? String)
            actions = try #require(arguments[5] as? [String])
            hints = try #require(arguments[6] as? [String: Any])
        }
    }

    private func shown(_ server: DBusMock, _ count: Int, in room: Room) throws -> [Shown] {
        let calls = try room.wait("notification \(count)") {
            let calls = server.calls("Notify")
            return calls.count >= count ? calls : nil
        }
        return try calls.map { try Shown($0) }
    }

    @Test func listIsToldOfWithThreeTitlesAndReplacedByTheNext() throws {
        let room = try Room("all")
        let server = try room.server("body body-markup actions")
        try room.daemon.start()
        try room.list(for: "sad")
        // The first mood may have brought a list before.
        let first = try #require(try shown(server, 1, in: room).last { $0.title == "Mood: sad" })
        let playlist = try #require(try room.object("playlist")["tracks"] as? [[String: Any]])
        let titles = playlist.prefix(3).compactMap { $0["title"] as? String }
        let lines = first.body.components(separatedBy: "\n")
        #expect(lines.count == 4 && lines.last == "and 17 more")
        for (line, title) in zip(lines, titles) {
            #expect(line.hasSuffix(" – " + title.replacing("&", with: "&amp;")), "\(line)")
        }
        #expect(first.actions == ["like", "Like", "another", "Another", "pause", "Pause an hour"])
        #expect((first.hints["transient"] as? [String: Any])?["data"] as? Bool == true)
        #expect((first.hints["desktop-entry"] as? [String: Any])?["data"] as? String == "org.emotunes.EmoTunes")
        let before = server.calls("Notify").count
        try room.list(for: "happy")
        let next = try #require(try shown(server, before + 1, in: room).last)
        #expect(next.title == "Mood: happy" && next.replaces > 0)
    }

    @Test func shiftIsToldOfAndButtonsDoWhatStandsOnThem() throws {
        let room = try Room("shifts", source: "demo:happy=60,sad=120?speed=max")
        let server = try room.server("body actions")
        try room.daemon.start()
        let shift = try shown(server, 1, in: room)
        // The first mood's list came of no shift.
        #expect(shift.map(\.title) == ["Mood: sad"])
        let id = try #require(try room.object("playlist")["id"] as? Int)

        // Not ours: nothing happens, and what is pressed afterwards is the next to be seen.
        server.emit(Self.server, "ActionInvoked", "us", "2", "u", "77", "s", "pause")
        server.emit(Self.server, "ActionInvoked", "us", "2", "u", "1", "s", "another")
        let another = try shown(server, 2, in: room)
        #expect(another.last?.title == "Mood: sad" && another.last?.replaces == 1)
        #expect(try room.object("playlist")["id"] as? Int == id + 1)

        // Nothing plays.
        server.emit(Self.server, "ActionInvoked", "us", "2", "u", "1", "s", "like")
        #expect(try shown(server, 3, in: room).last?.title == "That could not be done")
        let track = try #require((try room.object("playlist")["tracks"] as? [[String: Any]])?.first)
        let title = try #require(track["title"] as? String)
        let artist = try #require((track["artists"] as? [String])?.first)
        let player = try DBusMock(
            on: room.bus, name: "org.mpris.MediaPlayer2.mock", path: "/org/mpris/MediaPlayer2",
            ["org.mpris.MediaPlayer2.mock", "/org/mpris/MediaPlayer2", "org.mpris.MediaPlayer2.Player"])
        let interface = "org.mpris.MediaPlayer2.Player"
        player.change("AddProperty", "ssv", interface, "PlaybackStatus", "s", "Playing")
        player.change(
            "AddProperty", "ssv", interface, "Metadata", "a{sv}", "2", "xesam:title", "s",
            title, "xesam:artist", "as", "1", artist)
        server.emit(Self.server, "ActionInvoked", "us", "2", "u", "1", "s", "like")
        #expect(try shown(server, 4, in: room).last?.title == "Liked")
        let taste = try room.ask("taste", "--json")
        #expect(taste.output.contains(title), "\(taste.output)")

        server.emit(Self.server, "ActionInvoked", "us", "2", "u", "1", "s", "pause")
        #expect(try shown(server, 5, in: room).last?.title == "Paused for an hour")
        #expect(try room.object("status")["pausedUntil"] is String)
        // Closed by the person: the next one takes no one's place.
        server.emit(Self.server, "NotificationClosed", "uu", "2", "u", "1", "u", "2")
        server.emit(Self.server, "ActionInvoked", "us", "2", "u", "1", "s", "another")
        let count = server.calls("Notify").count
        #expect(count == 5)
        // At its end the daemon leaves none behind; there is none now.
        #expect(server.calls("CloseNotification").isEmpty)
    }

    @Test func endTakesTheNotificationAway() throws {
        let room = try Room("all")
        let server = try room.server("body actions")
        try room.daemon.start()
        try room.list(for: "sad")
        _ = try shown(server, 1, in: room)
        room.daemon.send(SIGTERM)
        #expect(try room.daemon.wait().status == 0)
        #expect(server.calls("CloseNotification").count == 1)
    }

    @Test func desktopThatAsksForQuietHasIt() throws {
        let room = try Room("all")
        let server = try room.server("body actions")
        server.change("AddProperty", "ssv", Self.server, "Inhibited", "b", "true")
        try room.daemon.start()
        try room.list(for: "sad")
        _ = try room.ask("status")
        #expect(server.calls("Notify").isEmpty)
        server.change("UpdateProperties", "sa{sv}", Self.server, "1", "Inhibited", "b", "false")
        try room.list(for: "happy")
        #expect(try shown(server, 1, in: room).map(\.title) == ["Mood: happy"])
    }

    @Test func serverThatComesLateOrComesBackIsTold() throws {
        let room = try Room("all")
        try room.daemon.start()
        try room.list(for: "sad")
        _ = try room.wait("a word in the journal") {
            room.daemon.errorOutputSoFar.contains("no notification server is on the session bus") ? true : nil
        }
        do {
            let server = try room.server("body actions")
            #expect(try shown(server, 1, in: room).last?.title == "Mood: sad")
            server.stop()
        }
        // A server without buttons, and one that reads no markup.
        let server = try room.server("body")
        try room.list(for: "angry")
        let shown = try #require(try shown(server, 1, in: room).last)
        #expect(shown.title == "Mood: angry" && shown.replaces == 0 && shown.actions.isEmpty)
    }

    @Test func offTellsTheDesktopNothing() throws {
        let room = try Room("off")
        let server = try room.server("body actions")
        try room.daemon.start()
        try room.list(for: "sad")
        #expect(server.calls("Notify").isEmpty && server.calls("GetCapabilities").isEmpty)
    }
}
