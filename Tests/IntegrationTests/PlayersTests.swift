import BusTestSupport
import Foundation
import TestSupport
import Testing

/// Debian's mpv with mpv-mpris.
private enum MPV {
    static let whySkipped = "needs Debian's mpv, mpv-mpris, ffmpeg, dbus-daemon and busctl"
    static let isPossible =
        FileManager.default.fileExists(atPath: mpris) && FileManager.default.fileExists(atPath: "/usr/bin/mpv")
        && TestMusic.isPossible && BusDaemon.isUsable && Busctl.isUsable
    static let mpris = "/usr/lib/mpv-mpris/mpris.so"
    static let name = "org.mpris.MediaPlayer2.mpv"
    static let path = "/org/mpris/MediaPlayer2"
    static let interface = "org.mpris.MediaPlayer2.Player"
}

/// The built daemon and Debian's mpv with mpv-mpris on a bus of their own: lists that follow the mood in a player that a
/// person opened themselves.
@Suite(.serialized, .ownThread, .enabled(if: MPV.isPossible, Comment(rawValue: MPV.whySkipped)))
struct PlayersTests {
    /// A person with music files and no MPD.
    private final class Room {
        let folder: TemporaryFolder
        let music: TestMusic
        let bus: BusDaemon
        let busctl: Busctl
        let daemon: Program
        private let mpv = Process()

        init(_ count: Int, source: String) throws {
            folder = try TemporaryFolder()
            music = try TestMusic(count, in: folder.file("music"), seconds: 240)
            bus = try BusDaemon()
            busctl = Busctl(bus.address)
            let data = folder.file("data")
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: data + "/models", withDestinationPath: Repository.path("models"))
            try music.table.write(toFile: data + "/starter-catalogue.csv", atomically: true, encoding: .utf8)
            daemon = Program(
                "emotunesd",
                [
                    "--source", source, "--state-dir", folder.file("state"), "--socket", folder.file("control"),
                    "--data-dir", data, "--set", "music.folders=\(music.folder)", "--set", "mpd.enabled=off", "--set",
                    "mood.window_seconds=10", "--set", "mood.cooldown_seconds=5",
                ], in: folder, environment: ["DBUS_SESSION_BUS_ADDRESS": bus.address])
            try daemon.start()
        }

        deinit {
            daemon.send(SIGTERM)
            if mpv.isRunning { kill(mpv.processIdentifier, SIGKILL) }
            _ = try? daemon.wait()
            bus.stop()
        }

        /// Opens a list in mpv. Every song that ends is written down: why, after how many seconds, and which.
        func open(_ list: String) throws {
            let script = folder.file("ends.lua")
            try """
            local at, path = 0, ""
            mp.register_event("start-file", function() at, path = 0, mp.get_property("path") or "" end)
            mp.observe_property("time-pos", "number", function(_, now) if now then at = now end end)
            mp.register_event("end-file", function(event)
                local file = io.open("\(folder.file("ends"))", "a")
                file:write(event.reason, "\\t", at, "\\t", path, "\\n")
                file:close()
            end)
            """.write(toFile: script, atomically: true, encoding: .utf8)
            mpv.executableURL = URL(fileURLWithPath: "/usr/bin/mpv")
            mpv.arguments = [
                "--no-config", "--no-video", "--no-terminal", "--ao=null", "--script=\(MPV.mpris)",
                "--script=\(script)", list,
            ]
            mpv.environment = [
                "HOME": folder.path, "PATH": "/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": bus.address,
                "LC_ALL": "C.UTF-8",
            ]
            try mpv.run()
            // For a moment mpv names the list itself.
            _ = try wait("mpv") { song.flatMap { $0 == list ? nil : $0 } }
        }

        private func property(_ name: String) -> Any? {
            let told = busctl.call(
                MPV.name, MPV.path, "org.freedesktop.DBus.Properties", "Get", "ss",
                MPV.interface, name)
            return (told?.first as? [String: Any])?["data"]
        }

        var status: String? { property("PlaybackStatus") as? String }
        var position: Double { (property("Position") as? Double).map { $0 / 1_000_000 } ?? 0 }

        /// The file that is on.
        var song: String? {
            let metadata = property("Metadata") as? [String: Any]
            let url = (metadata?["xesam:url"] as? [String: Any])?["data"] as? String
            return url.flatMap { URL(string: $0) }?.path(percentEncoded: false)
        }

        func tell(_ method: String, _ arguments: String...) {
            _ = busctl.run(
                ["call", MPV.name, MPV.path, MPV.interface, method] + arguments)
        }

        /// Goes almost to the end of the song, and returns when another is on.
        func finish() throws -> String {
            let before = song
            tell("Seek", "x", "\(Int((238 - position) * 1_000_000))")
            return try wait("another song") { song.flatMap { $0 == before ? nil : $0 } }
        }

        /// What ended so far.
        func ends() throws -> [(why: String, after: Double, path: String)] {
            let text = (try? String(contentsOfFile: folder.file("ends"), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map { line in
                let parts = line.components(separatedBy: "\t")
                return (parts[0], Double(parts[1]) ?? .infinity, parts[2])
            }
        }

        func ask(_ arguments: String...) throws -> Program.Outcome {
            try Program("emotunesctl", arguments + ["--socket", folder.file("control")], in: folder).run()
        }

        func object(_ command: String) throws -> [String: Any] {
            let outcome = try ask(command, "--json")
            guard outcome.status == 0 else { return [:] }
            return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
        }

        /// The newest playlist's number and mood, and what `status` says of the target.
        func newest(_ target: String) throws -> (id: Int, mood: String, state: String?, detail: String)? {
            guard let playlist = try object("status")["playlist"] as? [String: Any], let id = playlist["id"] as? Int,
                let mood = playlist["mood"] as? String
            else { return nil }
            let told = (playlist["publishing"] as? [[String: Any]])?.first { $0["target"] as? String == target }
            return (id, mood, told?["state"] as? String, told?["detail"] as? String ?? "")
        }

        /// The files of the newest playlist, in order, as its M3U8 file has them.
        func files() throws -> [String] {
            try String(contentsOfFile: folder.file("state/playlist.m3u8"), encoding: .utf8).split(separator: "\n")
                .filter { $0.hasPrefix("/") }.map(String.init)
        }

        func wait<Value>(_ what: String, for value: () throws -> Value?) throws -> Value {
            if let value = try polled(seconds: 90, value) { return value }
            throw SpotifyTests.Setting.TimedOut(
                last: "\(what) did not come; \(try object("status")); \(daemon.errorOutputSoFar.suffix(2000))")
        }
    }

    @Test func musicFollowsThreeMoodsAndNoSongIsCut() throws {
        let room = try Room(300, source: "demo:happy=60,sad=40,angry=40,sad=600")
        let first = try room.wait("the first list") {
            // The very first may be from before the music was found.
            let newest = try room.newest("file")
            return newest?.state == "published" && (try? room.files().count) == 20 ? newest : nil
        }
        // No player is open, and none is opened.
        #expect(try room.newest("players")?.state == nil)
        try room.open(room.folder.file("state/playlist.m3u8"))
        let song = try room.files().first
        #expect(room.song == song)

        var id = first.id, moods = [first.mood]
        while moods.count < 3 {
            let next = try room.wait("the list after \(moods)") {
                try room.newest("players").flatMap { $0.id > id && $0.state == "pending" ? $0 : nil }
            }
            (id, moods) = (next.id, moods + [next.mood])
            let before = try #require(room.song), wanted = try room.files()
            #expect(!wanted.contains(before))
            // The song that is on goes on to its end; then the first of the new ones begins.
            _ = try room.finish()
            _ = try room.wait("the first song of list \(id)") { room.song == wanted.first ? true : nil }
            _ = try room.wait("its word in status") { try room.newest("players")?.state == "published" ? true : nil }
            #expect(room.status == "Playing")
        }
        #expect(Set(moods).count == 3, "\(moods)")

        // Paused, nothing is started.
        room.tell("Pause")
        let paused = room.song
        #expect(try room.ask("regenerate", "--mood", "happy").status == 0)
        _ = try room.wait("a list while paused") {
            try room.newest("players").flatMap { $0.id > id && $0.state == "pending" ? true : nil }
        }
        #expect(room.status == "Paused" && room.song == paused)
        // Asked to, it goes over.
        let wanted = try room.files().first
        #expect(try room.ask("play").output.contains("mpv plays playlist"))
        _ = try room.wait("the list that was asked for") {
            room.song == wanted && room.status == "Playing" ? true : nil
        }
        #expect(try room.ask("next").output.contains("mpv goes on"))
        let second = try room.files()[1]
        _ = try room.wait("the next song") { room.song == second ? true : nil }

        let ends = try room.ends()
        let cut = ends.filter { $0.why != "eof" && $0.why != "redirect" && $0.after > 1 }
        // Only the song that “play” and the one that “next” left.
        #expect(cut.count <= 2 && cut.allSatisfy { $0.path == paused || $0.path == wanted }, "\(ends)")
    }

    @Test func listOfAnothersIsLeftAlone() throws {
        let room = try Room(120, source: "demo:happy=600?repeat=forever")
        let ours = try room.wait("a list") {
            guard try room.ask("regenerate", "--mood", "sad").status == 0, let files = try? room.files() else {
                return [String]?.none
            }
            return files.count > 6 ? files : nil
        }
        let others = room.music.songs.map { "\(room.music.folder)/\($0.path)" }.filter { !ours.contains($0) }
        // Some of ours are among them, even one after the other.
        let album = [others[0], ours[3], ours[6], others[1], others[2]]
        try album.joined(separator: "\n").write(
            toFile: room.folder.file("album.m3u8"), atomically: true, encoding: .utf8)
        try room.open(room.folder.file("album.m3u8"))
        #expect(try room.ask("regenerate", "--mood", "happy").status == 0)
        for song in album.dropFirst() { #expect(try room.finish() == song) }
        #expect(try room.newest("players")?.state == nil)
        #expect(try room.ask("next").status == 1)
        #expect(try room.ends().allSatisfy { $0.why == "eof" || $0.why == "redirect" })
    }
}
