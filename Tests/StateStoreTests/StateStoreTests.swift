import Emotions
import Foundation
import SQLiteStorage
import Songs
import StateStore
import Storage
import TestSupport
import Testing

@Suite struct StateStoreTests {
    private func feedback(_ identity: TrackIdentity, _ verdict: Verdict, _ second: Double = 0) -> FeedbackRecord {
        FeedbackRecord(identity: identity, title: "T", artists: ["A", "B"], verdict: verdict, at: start + second)
    }

    @Test func lastVerdictReplacesEarlierOnes() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            let byName = TrackIdentity(spotifyID: nil, nameKey: "a|t")
            let byBoth = TrackIdentity(spotifyID: "1", nameKey: "a|t")
            let other = TrackIdentity(spotifyID: "2", nameKey: nil)
            try await store.record(feedback(byName, .like))
            try await store.record(feedback(other, .like, 1))
            try await store.record(feedback(byBoth, .dislike, 2))
            try await store.record(feedback(TrackIdentity(spotifyID: nil, nameKey: nil), .dislike, 3))
            #expect(try await store.feedback() == [feedback(other, .like, 1), feedback(byBoth, .dislike, 2)])
            #expect(try await store.clearFeedback(on: byName))
            #expect(try await store.clearFeedback(on: byName) == false)
            #expect(try await store.feedback() == [feedback(other, .like, 1)])
        }
    }

    @Test func heardBalanceIsKeptByMoodAndCleared() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            let identity = TrackIdentity(spotifyID: "1", nameKey: "a|t")
            func heard(_ mood: Emotion?, _ second: Double) -> FeedbackRecord {
                FeedbackRecord(
                    identity: identity, title: "T", artists: ["A"], verdict: .heard, songMood: .sad, mood: mood,
                    at: start + second)
            }
            for second in 0..<5 { try await store.noteHeard(heard(.sad, Double(second)), step: -1) }
            try await store.noteHeard(heard(.happy, 10), step: 1)
            try await store.noteHeard(heard(nil, 11), step: 1)
            try await store.record(feedback(identity, .like, 12))
            let kept = try await store.feedback()
            #expect(kept.map(\.balance) == [-3, 1, 1, 0])
            #expect(kept.map(\.mood) == [.sad, .happy, nil, nil])
            #expect(kept.map(\.verdict) == [.heard, .heard, .heard, .like])
            try await store.forgetHeard()
            #expect(try await store.feedback() == [feedback(identity, .like, 12)])
            try await store.noteHeard(heard(.sad, 13), step: 1)
            #expect(try await store.clearFeedback(on: identity))
            #expect(try await store.feedback().isEmpty)
            try await store.record(feedback(identity, .dislike))
            #expect(try await store.resetFeedback() == 1)
            #expect(try await store.feedback().isEmpty)
        }
    }

    /// The migrations of version 0.1, by their names, which is all that it goes by: it says that a newer version wrote the
    /// database, and changes nothing.
    @Test func versionBeforeRefusesWhatThisOneWrote() throws {
        try withTemporaryFolder { folder in
            _ = try StateStore(openingIn: folder, now: start)
            var before = DatabaseMigrator()
            for name in ["1", "spotify", "learning"] { before.registerMigration(name) { _ in } }
            let database = try DatabaseConnection(path: folder + "/emotunes.sqlite")
            #expect(try database.readBlocking { try before.hasBeenSuperseded($0) })
        }
    }

    @Test func snapshotsSurviveARestart() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            #expect(try await store.snapshot(named: "mood") == nil)
            try await store.keepSnapshot(Data([1, 2]), named: "mood", at: start)
            try await store.keepSnapshot(Data([3]), named: "mood", at: start + 1.5)
            try await store.keepSnapshot(Data(), named: "pause", at: start)
            store.close()
            let again = try StateStore(openingIn: folder, now: start)
            let snapshot = try #require(await again.snapshot(named: "mood"))
            #expect(snapshot.content == Data([3]))
            #expect(snapshot.at == start + 1.5)
            #expect(try await again.snapshot(named: "pause")?.content == Data())
        }
    }

    @Test func damagedDatabaseIsMovedAside() async throws {
        try await withTemporaryFolder { folder in
            try Data("rubbish, not a database".utf8).write(to: URL(fileURLWithPath: folder + "/emotunes.sqlite"))
            let store = try StateStore(openingIn: folder, now: start)
            #expect(store.damaged?.movedTo == folder + "/emotunes.sqlite.damaged-20231114T221320Z")
            #expect(try await store.record(playlist(1...2)).id == 1)
        }
    }

    @Test func stateOfANewerVersionIsRefusedWithAWordAndLeftWhole() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            _ = try await store.record(playlist(1...2))
            store.close()
            let path = folder + "/emotunes.sqlite"
            let database = try DatabaseConnection(path: path)
            try database.writeBlocking {
                try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('of a later version')")
            }
            database.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let error = #expect(throws: StorageError.self) { try StateStore(openingIn: folder, now: start) }
            #expect(error?.code == .newer)
            #expect(error?.description.contains("a newer version of EmoTunes wrote it; update EmoTunes") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.contains(".newer") })
        }
    }

    /// SQLite leaves the log as long as it ever was, unless told.
    @Test func writeAheadLogIsCutBack() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            try await store.keepDurably(Data(count: 8 << 20), named: "large", at: start)
            #expect(store.logBytes > 8 << 20)
            for number in 0..<3 { try await store.keepDurably(Data([UInt8(number)]), named: "small", at: start) }
            #expect(store.logBytes <= 1 << 20)
        }
    }

    @Test func twoProcessesWriteInTurn() async throws {
        try await withTemporaryFolder { folder in
            let one = try StateStore(openingIn: folder, now: start)
            let two = try StateStore(openingIn: folder, now: start)
            _ = try await one.record(playlist(1...2))
            _ = try await two.record(playlist(3...4))
            #expect(try await one.history().playlists.map(\.id) == [1, 2])
        }
    }

    @Test func fileInPlaceOfTheFolderIsReported() throws {
        try withTemporaryFolder { folder in
            try AtomicFile.replace(folder + "/state", with: [])
            let error = #expect(throws: StorageError.self) {
                try StateStore(openingIn: folder + "/state", now: start)
            }
            #expect(error?.code == .wrongKind)
        }
    }
}
