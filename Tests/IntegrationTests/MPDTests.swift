import Foundation
import TestSupport
import Testing

/// The built daemon and Debian's own MPD: music that follows the drawn face's moods, with no account.
@Suite(
    .serialized, .ownThread,
    .enabled(if: PrivateMPD.isInstalled && TestMusic.isPossible, Comment(rawValue: PrivateMPD.whySkipped)))
struct MPDTests {
    /// What `[curation.songs]` says of the moods shown here, as it stands in the shipped settings.
    private static let songs: [String: Set<String>] = [
        "happy": ["happy", "energetic", "calm"], "sad": ["sad", "calm"], "angry": ["energetic", "calm"],
        "neutral": ["calm", "happy"], "surprise": ["energetic", "happy"], "disgust": ["calm", "energetic"],
        "fear": ["calm", "happy"],
    ]

    /// A person with music files, an MPD and nothing else.
    private struct Room {
        let folder: TemporaryFolder
        let music: TestMusic
        let mpd: PrivateMPD
        let moods: [String: String]

        init(_ count: Int) throws {
            folder = try TemporaryFolder()
            // So long that none ends while a mood is waited for.
            music = try TestMusic(count, in: folder.file("music"), seconds: 240)
            mpd = try PrivateMPD(in: folder, music: music.folder)
            moods = Dictionary(uniqueKeysWithValues: music.songs.map { ($0.path, $0.mood) })
            // The shipped data, but the songs to start with are these.
            let data = folder.file("data")
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: data + "/models", withDestinationPath: Repository.path("models"))
            try music.table.write(toFile: data + "/starter-catalogue.csv", atomically: true, encoding: .utf8)
        }

        func daemon(_ source: String, _ more: [String] = []) -> Program {
            Program(
                "emotunesd",
                [
                    "--source", source, "--state-dir", folder.file("state"), "--socket", folder.file("control"),
                    "--data-dir", folder.file("data"), "--set", "music.folders=\(music.folder)",
                    "--set", "mpd.socket=\(mpd.socket)", "--set", "mood.window_seconds=10", "--set",
                    "mood.cooldown_seconds=5",
                ] + more, in: folder)
        }

        /// Seconds into the song that is on.
        var elapsed: Double { mpd.status("elapsed").flatMap { Double($0) } ?? 0 }

        func ask(_ arguments: String...) throws -> Program.Outcome {
            try Program("emotunesctl", arguments + ["--socket", folder.file("control")], in: folder).run()
        }

        func object(_ command: String) throws -> [String: Any] {
            let outcome = try ask(command, "--json")
            guard outcome.status == 0 else { return [:] }
            return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
        }

        /// The newest playlist's number and mood, and what `status` says of MPD.
        func newest() throws -> (id: Int, mood: String, state: String, detail: String)? {
            guard let playlist = try object("status")["playlist"] as? [String: Any], let id = playlist["id"] as? Int,
                let mood = playlist["mood"] as? String,
                let mpd = (playlist["publishing"] as? [[String: Any]])?.first(where: {
                    $0["target"] as? String == "mpd"
                })
            else { return nil }
            return (id, mood, mpd["state"] as? String ?? "", mpd["detail"] as? String ?? "")
        }

        /// Asks again and again, for a minute and a half at most.
        func wait<Value>(_ what: String, _ daemon: Program, for value: () throws -> Value?) throws -> Value {
            if let value = try polled(seconds: 90, value) { return value }
            throw SpotifyTests.Setting.TimedOut(
                last: "\(what) did not come; \(try object("status")); \(daemon.errorOutputSoFar.suffix(2000))")
        }
    }

    @Test func musicFollowsThreeMoodsAndNoSongIsCut() throws {
        let room = try Room(500)
        let daemon = room.daemon("demo:happy=20,sad=20,angry=20,sad=600")
        try daemon.start()
        defer {
            daemon.send(SIGTERM)
            _ = try? daemon.wait()
        }
        let first = try room.wait("the first list", daemon) {
            try room.newest().flatMap { $0.state == "published" ? $0 : nil }
        }
        // Until it was asked for, nothing plays.
        #expect(room.mpd.status("state") == "stop")
        #expect(try room.mpd.queue() == [])
        #expect(try room.mpd.stored("EmoTunes").count == 20)
        let play = try room.ask("play")
        #expect(play.status == 0, "\(play.errorOutput)")
        #expect(room.mpd.status("state") == "play")

        var seen = Set<String>(), id = first.id, mood = first.mood
        var song = try room.mpd.current(), songID = room.mpd.status("songid"), played = room.elapsed
        var moods = [mood]
        try expect(room, try room.mpd.queue(), suit: mood, seen: &seen)
        while moods.count < 3 {
            let next = try room.wait("the list after \(moods)", daemon) {
                try room.newest().flatMap { $0.id > id && $0.state == "published" ? $0 : nil }
            }
            (id, mood) = (next.id, next.mood)
            moods.append(mood)
            // The song that was on is on, and was never begun anew.
            #expect(room.mpd.status("songid") == songID)
            #expect(room.elapsed >= played)
            let queue = try room.mpd.queue()
            #expect(queue.first == song)
            try expect(room, Array(queue.dropFirst()), suit: mood, seen: &seen)
            // At its end the first of the new ones begins, and is the one that is followed from then on.
            try room.mpd.mpc("seek", "99%")
            song = try room.wait("the next song", daemon) {
                try room.mpd.current().flatMap { $0 == queue.first ? nil : $0 }
            }
            #expect(song == queue[1])
            (songID, played) = (room.mpd.status("songid"), room.elapsed)
        }
        #expect(Set(moods).count == 3, "\(moods)")

        // MPD goes and comes back: its queue is still ours.
        try room.mpd.killOnceKept()
        _ = try room.wait("MPD's absence", daemon) { try room.newest()?.state == "pending" ? true : nil }
        try room.mpd.start()
        _ = try room.wait("MPD's return", daemon) { try room.newest()?.detail.contains("in MPD") == true ? true : nil }
        #expect(try room.ask("regenerate", "--mood", "happy").status == 0)
        let after = try room.wait("a list after that", daemon) {
            try room.newest().flatMap { $0.id > id && $0.state == "published" ? $0 : nil }
        }
        try expect(room, Array(try room.mpd.queue().dropFirst()), suit: after.mood, seen: &seen)
        // “This song” is the one MPD plays.
        try room.mpd.mpc("play", "3")
        let playing = try #require(try room.mpd.current())
        let title = try #require(room.music.songs.first { $0.path == playing }?.title)
        // The one that was on before is in no list any more, so it cannot be liked in its place.
        _ = try room.wait("a like", daemon) { try room.ask("like").status == 0 ? true : nil }
        let taste = try room.ask("taste", "--json").output
        #expect(taste.contains(title), "\(taste)")
        #expect(try room.ask("next").status == 0)
        #expect(try room.ask("stop").status == 0)
        #expect(room.mpd.status("state") == "stop")
    }

    /// Twenty songs of the moods that serve it, none of which was in a list before.
    private func expect(_ room: Room, _ queue: [String], suit mood: String, seen: inout Set<String>) throws {
        #expect(queue.count == 20)
        let wanted = try #require(Self.songs[mood])
        #expect(queue.allSatisfy { wanted.contains(room.moods[$0] ?? "") }, "\(mood): \(queue.map { room.moods[$0] })")
        #expect(seen.isDisjoint(with: queue))
        seen.formUnion(queue)
    }

    @Test func anothersQueueIsLeftAlone() throws {
        let room = try Room(120)
        let others = room.music.songs.prefix(5).map(\.path)
        for path in others { try room.mpd.mpc("add", path) }
        try room.mpd.mpc("play")
        let daemon = room.daemon("demo:happy=600?repeat=forever")
        try daemon.start()
        defer {
            daemon.send(SIGTERM)
            _ = try? daemon.wait()
        }
        _ = try room.wait("an answer", daemon) { try room.ask("regenerate", "--mood", "sad").status == 0 ? true : nil }
        let shown = try room.wait("the stored list", daemon) {
            try room.newest().flatMap { $0.state == "published" ? $0 : nil }
        }
        #expect(shown.detail.contains("another's and is left alone"))
        #expect(try room.mpd.queue() == others)
        #expect(room.mpd.status("state") == "play")
        let next = try room.ask("next")
        #expect(next.status == 1 && next.errorOutput.contains("another's"))
        #expect(try room.ask("play").status == 0)
        #expect(try room.mpd.queue().count == 20)
        let doctor = try room.ask("doctor")
        #expect(doctor.output.contains("plays in MPD"))
    }
}
