import Catalogue
import Foundation
import Publishing
import SongMoodModel
import Songs
import Storage
import TestSupport
import Testing

@testable import MusicLibrary

/// A library that listens, over a temporary folder.
private struct Fixture {
    let music: String
    let catalogue: Catalogue
    let library: MusicLibrary

    init(_ folder: String, listens: Bool = true) throws {
        music = folder + "/music"
        try FileManager.default.createDirectory(atPath: music, withIntermediateDirectories: true)
        let state = folder + "/state"
        catalogue = try Catalogue.open(in: state, starter: nil, now: Date()).catalogue
        library = try MusicLibrary(
            stateFolder: state, now: Date(),
            soundModel: try SoundMoodModel(contentsOf: Repository.path("models/sound-mood/sound-mood.json")),
            openCatalogue: { try Catalogue.open(in: state, starter: nil, now: Date()).catalogue })
        library.allowListening(listens)
    }

    /// Ten seconds of noise in 8 bits, so loud.
    func write(_ amplitude: Int, _ name: String) throws {
        var random = SystemRandomNumberGenerator()
        let samples = (0..<80_000).map { _ in
            UInt8(128 + (amplitude == 0 ? 0 : Int.random(in: -amplitude...amplitude, using: &random)))
        }
        func little(_ number: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(number >> (8 * $0) & 255) } }
        let header =
            Array("RIFF".utf8) + little(samples.count + 36, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + little(1, 2)
            + little(1, 2) + little(8000, 4) + little(8000, 4) + little(1, 2) + little(8, 2) + Array("data".utf8)
            + little(samples.count, 4)
        try MadeFiles.write(header + samples, to: music + "/" + name)
    }

    /// Looks through the folder, and waits until so many songs have moods from their sound.
    func listen(until count: Int) async throws -> LibraryContents {
        library.watch([music])
        await library.settled()
        while true {
            let contents = try await library.contents()
            if contents.moodFromSound == count, contents.unheard == 0, library.state.word == .ready { return contents }
            await Task.yield()
        }
    }

    func scores(_ artist: String, _ title: String) async throws -> SongMoodScores? {
        let identity = TrackIdentity(spotifyID: nil, nameKey: NameKey.track(title: title, artist: artist))
        guard let id = try await catalogue.ids(of: [identity])[0] else { return nil }
        return try await catalogue.track(id: id)?.moodScores
    }
}

@Suite(.serialized, .ownThread) struct ListeningTests {
    @Test func soundTellsTheMoodWhereNothingElseDoes() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder)
            try fixture.write(5, "Quiet - One.wav")
            try fixture.write(120, "Loud - Two.wav")
            try fixture.write(0, "Silent - Three.wav")
            try MadeFiles.write(
                MadeFiles.mp3(["artist": "A", "title": "Four", "mood": "sad"]), to: fixture.music + "/a.mp3")
            let contents = try await fixture.listen(until: 2)
            #expect(contents.figures.withMood == 3 && contents.moodFromTag == 1 && contents.moodUnknown == 1)
            #expect(try await fixture.scores("Quiet", "One")?.dominant == .calm)
            let loud = try #require(try await fixture.scores("Loud", "Two"))
            #expect(loud.calm < 0.1 && loud.dominant != .calm)
            fixture.library.stop()
        }
    }

    @Test func noFileIsListenedToTwice() async throws {
        try await withTemporaryFolder { folder in
            let first = try Fixture(folder)
            try first.write(5, "Quiet - One.wav")
            _ = try await first.listen(until: 1)
            first.library.stop()
            // Another sound under the same name, size and time, in another folder: it is not listened to.
            let path = first.music + "/Quiet - One.wav", moved = first.music + "/other/Quiet - One.wav"
            var status = stat()
            #expect(stat(path, &status) == 0)
            try first.write(120, "other/Quiet - One.wav")
            #expect(utimensat(AT_FDCWD, moved, [status.st_atim, status.st_mtim], 0) == 0)
            #expect(unlink(path) == 0)
            let second = try Fixture(folder)
            let contents = try await second.listen(until: 1)
            #expect(contents.figures.files == 1)
            #expect(try await second.scores("Quiet", "One")?.dominant == .calm)
            second.library.stop()
        }
    }

    @Test func onBatteryItWaits() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder, listens: false)
            try fixture.write(5, "Quiet - One.wav")
            fixture.library.watch([fixture.music])
            await fixture.library.settled()
            var contents = try await fixture.library.contents()
            while contents.unheard != 1 {
                await Task.yield()
                contents = try await fixture.library.contents()
            }
            #expect(contents.isListeningHeld && contents.moodFromSound == 0)
            fixture.library.allowListening(true)
            contents = try await fixture.listen(until: 1)
            #expect(!contents.isListeningHeld)
            fixture.library.stop()
        }
    }

    @Test func whereItIsSwitchedOffNothingIsStillToCome() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder)
            try fixture.write(5, "Quiet - One.wav")
            fixture.library.watch([fixture.music], listens: false)
            await fixture.library.settled()
            let contents = try await fixture.library.contents()
            #expect(contents.unheard == 0 && contents.moodFromSound == 0 && contents.moodUnknown == 1)
            fixture.library.stop()
        }
    }

    @Test func whatNoDecoderKnowsIsNamed() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder)
            try fixture.write(5, "Quiet - One.wav")
            try MadeFiles.write(MadeFiles.flac([("ARTIST", "A"), ("TITLE", "B")]), to: fixture.music + "/b.flac")
            let contents = try await fixture.listen(until: 1)
            #expect(contents.troubles.contains { $0.reason.contains("decoder") || $0.reason.contains("FFmpeg") })
            fixture.library.stop()
        }
    }

    @Test func ratingsAndPlaysTellWhatIsLiked() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder, listens: false)
            let songs: [(name: String, tags: [(String, String)])] = [
                ("Loved", [("FMPS_RATING", "1.0")]), ("Hated", [("FMPS_RATING", "0.1")]),
                ("Middling", [("FMPS_RATING", "0.5")]), ("Often", [("FMPS_PLAYCOUNT", "40")]),
                ("Tried", [("FMPS_PLAYCOUNT", "1")]), ("Plain", []),
            ]
            for song in songs {
                let bytes = MadeFiles.flac([("ARTIST", "A"), ("TITLE", song.name)] + song.tags)
                try MadeFiles.write(bytes, to: fixture.music + "/\(song.name).flac")
            }
            fixture.library.watch([fixture.music])
            await fixture.library.settled()
            let rated = await fixture.library.ratings()
            #expect(
                rated.map(\.identity.nameKey)
                    == ["Loved", "Hated", "Often"].map { NameKey.track(title: $0, artist: "A") })
            #expect(rated.map(\.isRated) == [true, true, false])
            #expect(rated.first?.weight == 1 && (rated.dropFirst().first?.weight ?? 0) < 0)
            fixture.library.stop()
        }
    }
}
