import Emotions
import Foundation
import SpotifyTestSupport
import TestSupport
import Testing

/// Calls that do not return, around the built daemon: `Tests/Faults/hang.c` is loaded into it and is its camera too, since
/// only what a camera sees is not held back. `Tests/Faults` tries more of them, and longer.
@Suite(.serialized, .ownThread) struct HangTests {
    @Test(.takesLong) func looksGoOnAndEverythingCatchesUpWhateverHangs() throws {
        let library = try HangLibrary()
        let account = try SpotifyTests.Setting()
        let bus = try SilentBus()
        let sound = try HangingDaemon(library, [], named: "")
        let published = [
            try HangingDaemon(library, ["fsync FOLDER/state/playlist"], named: "the disk that holds"),
            try HangingDaemon(library, ["stat FOLDER/state"], named: "the disk that holds"),
            try HangingDaemon(
                library, ["opendir FOLDER/music"], named: "the music folder",
                settings: ["music.local_folder=FOLDER/music"]),
            try HangingDaemon(library, ["connect inet"], named: "the server 127.0.0.1", account: account),
        ]
        let presence = try HangingDaemon(
            library, [], named: "the message bus", environment: ["DBUS_SYSTEM_BUS_ADDRESS": bus.address])
        let driver = try HangingDaemon(library, ["dequeue FOLDER/camera"], named: "driver does not answer")
        let shifting = try HangingDaemon(
            library, ["fsync FOLDER/state/emotunes.sqlite"], named: "the disk that holds",
            settings: ["mood.cooldown_seconds=5", "mood.window_seconds=10", "mood.dwell_seconds=2"], shows: .neutral)
        let all = [sound] + published + [presence, driver, shifting]
        for daemon in all { try daemon.start() }
        defer { for daemon in all { daemon.kill() } }
        // This one does not answer from the start, and counts as missing after half a minute: that is said otherwise.
        let silent = try presence.wait("its name", seconds: 25) { $0.names(presence.named) }
        #expect(silent.state == "degraded")
        for daemon in all { try daemon.wait("looks") { $0.looks >= 3 } }
        try account.signIn()
        for daemon in published {
            #expect(try daemon.ask("regenerate", "--mood", "happy").status == 0)
            try daemon.wait("list 1") { $0.isPublished(1) }
        }
        try shifting.wait("a first mood") { $0.mood == "neutral" && $0.isPublished(1) }

        account.fake.expireAccessTokens()
        // A kept connection would need no connect.
        account.fake.hangUp()
        let before = try all.map { try $0.status().looks }
        for daemon in all { try daemon.hang() }
        for daemon in published { try daemon.askInTheBackground("regenerate", "--mood", "sad") }
        try shifting.show(.happy)
        // Within fifteen seconds of the call, which comes some seconds after this.
        for daemon in all where daemon !== sound && daemon !== presence {
            let status = try daemon.wait("its name", seconds: 20) { $0.names(daemon.named) }
            // A music folder that hangs holds no list up: its files are named when it answers.
            #expect(daemon === published[2] || !status.isPublished(2), "list 2 is not there yet")
            #expect(status.state == (daemon === driver ? "camera_unavailable" : "degraded"))
        }
        try shifting.wait("a shift") { $0.mood == "happy" }
        let shiftIsThere = Date()
        let seen = try zip(all, before).map { try $0.status().looks - $1 }
        // A face that is seen is looked at as often as a dark room, or more.
        for (daemon, looks) in zip(all, seen) where daemon !== driver {
            #expect(Double(looks) >= 0.8 * Double(seen[0]) - 2, "\(looks) of \(seen[0]) looks: \(daemon.lines)")
        }
        bus.close()
        let released = Date()
        for daemon in all { try daemon.release() }
        for daemon in published + [shifting] {
            try daemon.wait("list 2") { $0.isPublished(2) && $0.state != "degraded" }
        }
        try presence.wait("an end of it") { $0.state != "degraded" }
        try driver.wait("streaming") { $0.camera == "streaming" && $0.looks > before[6] }
        let shifts = try shifting.history("shifts")
        #expect(shifts.map { $0["to"] as? String } == ["happy"])
        // The time of the shift, not of its writing.
        let written = shifts.first?["at"] as? String ?? ""
        let moment = try #require(Self.date(written), "\(written)")
        #expect(moment <= shiftIsThere && shiftIsThere <= released)
        #expect(try shifting.history("playlists").compactMap { $0["mood"] as? String } == ["neutral", "happy"])
    }

    private static func date(_ text: String) -> Date? {
        try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains(".")))
    }
}
