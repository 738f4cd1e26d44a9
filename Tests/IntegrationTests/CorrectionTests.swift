import Foundation
import TestSupport
import Testing

/// The built daemon and what a person says of their mood and is told without asking, where there is no camera.
@Suite(.serialized, .ownThread) struct CorrectionTests {
    private struct Room {
        let folder: TemporaryFolder
        var number = 0

        init() throws { folder = try TemporaryFolder() }

        mutating func daemon(_ more: [String] = [], source: String = "v4l2:/dev/emotunes-none") -> Program {
            number += 1
            return Program(
                "emotunesd",
                [
                    "--source", source, "--state-dir", folder.file("state"), "--socket", folder.file("control"),
                ] + more, in: folder, as: "daemon\(number)")
        }

        func ask(_ arguments: String...) throws -> Program.Outcome {
            try Program("emotunesctl", arguments + ["--socket", folder.file("control")], in: folder).run()
        }

        func object(_ arguments: [String]) throws -> [String: Any] {
            let outcome = try Program(
                "emotunesctl", arguments + ["--json", "--socket", folder.file("control")], in: folder
            ).run()
            return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
        }

        /// Waits until the daemon answers and its status is as wanted.
        func waitUntil(_ isWanted: ([String: Any]) -> Bool) throws {
            let isThere = polled { (try? object(["status"])).map(isWanted) == true ? true : nil }
            #expect(isThere == true, "the daemon never got so far")
        }

        /// What `emotunesctl` says without a command.
        var situation: String { (try? object(["now"]))?["situation"] as? String ?? "" }
    }

    @Test func aHeldMoodSurvivesAKillAndIsToldEverywhere() throws {
        var room = try Room()
        let first = room.daemon()
        try first.start()
        try room.waitUntil { $0["version"] != nil }
        let set = try room.ask("mood", "set", "sad", "2h")
        #expect(set.status == 0, "\(set.errorOutput)")
        #expect(set.output.hasPrefix("Your mood is sad until "))
        first.send(SIGKILL)
        _ = try first.wait()

        let second = room.daemon()
        try second.start()
        defer { second.send(SIGTERM); _ = try? second.wait() }
        try room.waitUntil { $0["moodHold"] as? [String: Any] != nil }
        let status = try room.object(["status"])
        let hold = try #require(status["moodHold"] as? [String: Any])
        #expect(hold["mood"] as? String == "sad")
        #expect((hold["by"] as? String)?.isEmpty == false)
        #expect((status["mood"] as? [String: Any])?["name"] as? String == "sad")
        try room.waitUntil { ($0["playlist"] as? [String: Any])?["mood"] as? String == "sad" }
        #expect(try room.ask("status").output.contains("sad, held until "))
        let events = try room.object(["history"])["events"] as? [[String: Any]] ?? []
        #expect(events.contains { $0["word"] as? String == "held" && $0["subject"] as? String == "sad" })
        #expect(try room.ask("history").output.contains("said that the mood is sad"))
        #expect(second.errorOutputSoFar.contains("said that the mood is sad") == false)
        #expect(first.errorOutputSoFar.contains("said that the mood is sad"))

        #expect(try room.ask("mood", "auto").status == 0)
        #expect(try room.object(["status"])["moodHold"] is NSNull)
        #expect((try room.object(["mood"])["corrections"] as? [Any])?.isEmpty == true)
    }

    @Test func theAdviceFitsWhatTheDaemonIsIn() throws {
        var room = try Room()
        #expect(room.situation == "not_running")
        #expect(try room.ask().status == 3)

        let blind = room.daemon()
        try blind.start()
        try room.waitUntil { $0["state"] as? String == "camera_unavailable" }
        #expect(room.situation == "camera_missing")
        _ = try room.ask("pause", "1h")
        try room.waitUntil { $0["state"] as? String == "paused" }
        #expect(room.situation == "paused")
        #expect(try room.ask().output.contains("emotunesctl resume"))
        blind.send(SIGTERM)
        _ = try blind.wait()

        let lost = room.daemon(["--set", "music.folders=/nonexistent/music"], source: "demo:happy=600")
        try lost.start()
        try room.waitUntil { ($0["library"] as? [String: Any])?["state"] as? String == "unreachable" }
        #expect(room.situation == "library_unreachable")
        lost.send(SIGTERM)
        _ = try lost.wait()

        let seeing = room.daemon(["--set", "mpd.enabled=off"], source: "demo:happy=600")
        try seeing.start()
        try room.waitUntil { $0["playlist"] as? [String: Any] != nil }
        #expect(room.situation == "no_music")
        seeing.send(SIGTERM)
        _ = try seeing.wait()
    }
}
