import Catalogue
import Configuration
import Curation
import Emotions
import Foundation
import MusicLibrary
import Publishing
import Songs
import StateStore
import TestSupport
import Testing

@testable import EmotunesDaemon

/// Lists of a person's own music only, from a folder of files known by their names and the starter list.
@Suite(.serialized, .ownThread) struct OwnMusicTests {
    private struct Setting {
        let folder: String
        let library: MusicLibrary
        let store: StateStore
        let catalogue: Catalogue

        /// - Parameter songs: artist and title of each file, and what its tag says of its mood.
        init(_ folder: String, _ songs: [(artist: String, title: String, mood: String?)]) async throws {
            self.folder = folder
            let state = folder + "/state", music = folder + "/music"
            try FileManager.default.createDirectory(atPath: music, withIntermediateDirectories: true)
            for song in songs {
                let bytes = Self.flac(song.artist, song.title, song.mood)
                try Data(bytes).write(to: URL(fileURLWithPath: "\(music)/\(song.artist) - \(song.title).flac"))
            }
            let list = Repository.path("config/starter-catalogue.csv")
            let starter = try StarterCatalogue(csv: Array(Data(contentsOf: URL(fileURLWithPath: list))))
            catalogue = try Catalogue.open(in: state, starter: starter, now: PipeFixture.date).catalogue
            library = try MusicLibrary(
                stateFolder: state, now: PipeFixture.date,
                openCatalogue: { try Catalogue.open(in: state, starter: nil, now: PipeFixture.date).catalogue })
            store = try StateStore(openingIn: state, now: PipeFixture.date)
            library.watch([music])
            await library.settled()
        }

        func maker(_ choose: MusicSettings.Choose, hasAccount: Bool = false, hasIndex: Bool = true) throws
            -> PlaylistMaker
        {
            let memory = CatalogueMemory()
            if hasIndex { memory.index = try catalogue.openOrBuildIndex() }
            return PlaylistMaker(
                catalogue: catalogue, store: store, songs: [:], strategy: .match, targets: [], memory: memory,
                own: OwnMusic(
                    library: library, choose: choose, hasAccount: { hasAccount }, patience: .seconds(20),
                    isRecording: true))
        }

        func list(_ maker: PlaylistMaker, _ mood: Emotion, hours: Double = 0) async throws -> [RecordedTrack] {
            try await maker.make(
                for: mood, after: [], cause: "test", now: PipeFixture.date.addingTimeInterval(hours * 3600)
            ).tracks
        }

        func files(of tracks: [RecordedTrack]) async -> [String] {
            await library.files(of: tracks.map(\.identity)).compactMap { $0?.path }
        }

        /// A FLAC file with tags and no sound.
        private static func flac(_ artist: String, _ title: String, _ mood: String?) -> [UInt8] {
            func little(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 255) } }
            var comments = ["ARTIST=\(artist)", "TITLE=\(title)"]
            if let mood { comments.append("MOOD=\(mood)") }
            let block =
                little(1) + [0x74] + little(comments.count)
                + comments.flatMap { little($0.utf8.count) + Array($0.utf8) }
            let info: [UInt8] =
                [16, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0x0A, 0xC4, 0x40, 0xF0, 0, 0, 0xAC, 0x44]
                + Array(repeating: 0, count: 16)
            return Array("fLaC".utf8) + [0, 0, 0, 34] + info + [0x84]
                + [16, 8, 0].map { UInt8(block.count >> $0 & 255) } + block
        }
    }

    private static func songs(_ count: Int, moods: [String?] = ["happy", "sad", "energetic", "calm"]) -> [(
        artist: String, title: String, mood: String?
    )] {
        (0..<count).map { ("Artist \($0 / 2)", "Song \($0)", moods[$0 % moods.count]) }
    }

    @Test func onlyOwnSongsWhereNoAccountIsSignedInAndThereAreEnough() async throws {
        try await withTemporaryFolder { folder in
            let setting = try await Setting(folder, Self.songs(80))
            for hasIndex in [true, false] {
                let tracks = try await setting.list(setting.maker(.auto, hasIndex: hasIndex), .sad)
                #expect(tracks.count == 20)
                #expect(await setting.files(of: tracks).count == 20)
                #expect(tracks.allSatisfy { [.sad, .calm].contains($0.songMood) })
            }
            // With an account the starter list is there too.
            let all = try await setting.list(setting.maker(.auto, hasAccount: true), .sad, hours: 1)
            #expect(await setting.files(of: all).count < 20)
            let own = try await setting.list(setting.maker(.playable, hasAccount: true), .happy, hours: 2)
            #expect(await setting.files(of: own).count == 20)
            setting.library.stop()
        }
    }

    @Test func fewSongsOfOnesOwnAreNotEnoughUnlessAskedFor() async throws {
        try await withTemporaryFolder { folder in
            let setting = try await Setting(folder, Self.songs(30))
            let all = try await setting.list(setting.maker(.auto), .happy)
            #expect(await setting.files(of: all).count < 20)
            let own = try await setting.list(setting.maker(.playable), .happy, hours: 1)
            #expect(own.count == 20)
            #expect(await setting.files(of: own).count == 20)
            setting.library.stop()
        }
    }

    /// A wanted mood that is lacking is made up for by its neighbours, then by any, and never by silence.
    @Test func lackingMoodIsMadeUpForByOthers() async throws {
        try await withTemporaryFolder { folder in
            let setting = try await Setting(
                folder, Self.songs(70, moods: ["energetic", "energetic", "energetic", "happy"]))
            let tracks = try await setting.list(setting.maker(.auto), .sad)
            #expect(tracks.count == 20)
            #expect(await setting.files(of: tracks).count == 20)
            // Of the two there are, the happy ones are nearer to sad and calm.
            #expect(tracks.count { $0.songMood == .happy } >= 15)
            setting.library.stop()
        }
    }

    @Test func songWhoseFileIsGoneGivesWay() async throws {
        try await withTemporaryFolder { folder in
            let setting = try await Setting(folder, Self.songs(80))
            let maker = try setting.maker(.playable)
            let first = try await setting.list(maker, .happy)
            for path in await setting.files(of: first).prefix(10) { try FileManager.default.removeItem(atPath: path) }
            let next = try await setting.list(maker, .happy, hours: 400)
            let files = await setting.files(of: next)
            #expect(files.count == 20)
            #expect(files.allSatisfy { FileManager.default.fileExists(atPath: $0) })
            setting.library.stop()
        }
    }
}
