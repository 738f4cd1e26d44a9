import Catalogue
import Configuration
import ControlProtocol
import Curation
import Emotions
import Foundation
import MusicLibrary
import Songs
import SpotifySync
import StateStore
import TestSupport
import Testing

@testable import EmotunesDaemon

/// A taste without an account, by each of its ways, in the lists of the starter list.
@Suite(.serialized, .ownThread) struct StatedTasteTests {
    private struct Setting {
        let store: StateStore
        let maker: PlaylistMaker

        init(_ folder: String) throws {
            let list = Repository.path("config/starter-catalogue.csv")
            let starter = try StarterCatalogue(csv: Array(Data(contentsOf: URL(fileURLWithPath: list))))
            let catalogue = try Catalogue.open(in: folder, starter: starter, now: PipeFixture.date).catalogue
            store = try StateStore(openingIn: folder, now: PipeFixture.date)
            let memory = CatalogueMemory()
            memory.index = try catalogue.openOrBuildIndex()
            maker = PlaylistMaker(
                catalogue: catalogue, store: store, songs: [:], strategy: .match, targets: [], memory: memory)
        }

        func list(_ mood: Emotion = .happy) async throws -> [RecordedTrack] {
            try await maker.make(for: mood, after: [], cause: "test", now: PipeFixture.date).tracks
        }
    }

    @Test func namedKindsComeMoreOftenAndWhySaysSo() async throws {
        try await withTemporaryFolder { folder in
            let setting = try Setting(folder)
            let before = try await setting.list()
            #expect(!before.contains { $0.why.contains("you named") })
            _ = try await setting.store.changeStatedTaste(at: PipeFixture.date) { $0.genres = ["jazz"] }
            let after = try await setting.list()
            #expect(after.count == 20)
            #expect(after.count { $0.why.contains("you named jazz") } >= 5, "\(after.map(\.why))")
        }
    }

    @Test func namedArtistsAndYearsComeMoreOften() async throws {
        try await withTemporaryFolder { folder in
            let setting = try Setting(folder)
            _ = try await setting.store.changeStatedTaste(at: PipeFixture.date) {
                $0.artists = ["Fats Waller", "Louis Armstrong"]
                ($0.from, $0.to) = (1920, 1960)
            }
            let list = try await setting.list()
            #expect(
                list.contains {
                    $0.why.contains("you named Louis Armstrong") || $0.why.contains("you named Fats Waller")
                })
            #expect(list.count { $0.why.contains("from the years you named") || $0.why.contains("you named") } >= 8)
        }
    }

    @Test func anImportedListChangesTheNextAndGoesAgain() async throws {
        try await withTemporaryFolder { folder in
            let setting = try Setting(folder)
            let wanted = try await setting.list().prefix(6)
            _ = try await setting.store.changeStatedTaste(at: PipeFixture.date) { record in
                record.imports.append(
                    ImportedTasteRecord(
                        name: "Loved.m3u", at: PipeFixture.date,
                        songs: wanted.map { .init(title: $0.title ?? "", artists: $0.artists, weight: 1) }))
            }
            let list = try await setting.list(.sad) + setting.list(.neutral) + setting.list(.happy)
            #expect(list.contains { $0.why.contains("from Loved.m3u") || $0.why.contains("you listen to") })
            _ = try await setting.store.changeStatedTaste(at: PipeFixture.date) { $0 = StatedTasteRecord() }
            #expect(try await !setting.list(.sad).contains { $0.why.contains("from Loved.m3u") })
        }
    }

    @Test func ratingsAndPlaysOfOnesOwnFilesAreTaste() {
        let song = TrackIdentity(spotifyID: nil, nameKey: NameKey.track(title: "One", artist: "A"))
        let knowledge = ListenerKnowledge(
            feedback: [], account: .init(), said: StatedTasteRecord(),
            own: [.init(identity: song, artists: ["A"], weight: 1, note: "you rated it high")], learns: true,
            now: PipeFixture.date)
        #expect(knowledge.liked.map(\.identity) == [song])
        let track = Track(
            id: 1, title: "One", artists: ["A"], moodScores: SongMoodScores(.happy, certainty: 0.8))
        let taste = knowledge.taste(over: LearnedTaste([], for: .happy))
        #expect(taste.note(for: track) == "you rated it high" && taste.affinity(for: track) == 0.8)
    }

    @Test func whatCannotBeReadIsNotReplaced() async throws {
        try await withTemporaryFolder { folder in
            let setting = try Setting(folder)
            let store = setting.store
            let foreign = Data(#"{"genres":7}"#.utf8)
            try await store.keepSnapshot(foreign, named: "stated_taste", at: PipeFixture.date)
            await #expect(throws: UnreadableTaste.self) { try await store.statedTaste() }
            await #expect(throws: UnreadableTaste.self) {
                try await store.changeStatedTaste(at: PipeFixture.date) { $0.genres = ["jazz"] }
            }
            #expect(try await store.snapshot(named: "stated_taste")?.content == foreign)
            #expect(try await setting.list().count == 20)
            #expect(try await store.forgetStatedTaste(at: PipeFixture.date) == 1)
            #expect(try await store.statedTaste() == StatedTasteRecord())
            // An older version kept less.
            try await store.keepSnapshot(
                Data(#"{"artists":["A"]}"#.utf8), named: "stated_taste", at: PipeFixture.date)
            #expect(try await store.statedTaste().artists == ["A"])
        }
    }

    @Test func importedListsPushNothingElseOut() {
        let identity = { (title: String) in
            TrackIdentity(spotifyID: nil, nameKey: NameKey.track(title: title, artist: "A"))
        }
        var said = StatedTasteRecord()
        said.artists = (0..<24).map { "Named \($0)" }
        said.imports = [
            ImportedTasteRecord(
                name: "all.csv", at: PipeFixture.date,
                songs: (0..<1000).map { .init(title: "Song \($0)", artists: ["B"], weight: 0.7) })
        ]
        let old = FeedbackRecord(
            identity: identity("Old"), title: "Old", artists: ["A"], verdict: .like,
            at: PipeFixture.date - 5 * 365 * 86_400)
        let liked = ListenerKnowledge(
            feedback: [old], account: .init(), said: said, learns: true, now: PipeFixture.date
        ).liked
        #expect(liked.contains { $0.identity == identity("Old") })
        let named = liked.filter { $0.artists.first?.hasPrefix("Named") == true }
        #expect(named.count == 24)
        let lists = liked.filter { $0.artists == ["B"] }
        #expect(lists.count == 125 && lists.map(\.weight).reduce(0, +) <= 0.8 * 40)
        #expect(named.allSatisfy { $0.weight > lists[0].weight })
    }

    @Test func whatWasSaidIsThereAfterTheStoreIsOpenedAgain() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: PipeFixture.date)
            _ = try await store.changeStatedTaste(at: PipeFixture.date) { $0.genres = ["jazz"] }
            store.close()
            let again = try StateStore(openingIn: folder, now: PipeFixture.date)
            #expect(try await again.statedTaste().genres == ["jazz"])
        }
    }
}
