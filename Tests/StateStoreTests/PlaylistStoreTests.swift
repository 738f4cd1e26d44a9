import Emotions
import FoundationEssentials
import Songs
import StateStore
import Storage
import TestSupport
import Testing

@Suite struct PlaylistStoreTests {
    private let shift = MoodShiftRecord(at: start, from: .neutral, to: .sad, confidence: 0.8, why: "sad for 20 s")

    @Test func playlistSurvivesARestart() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            #expect(try await store.latestPlaylist() == nil)
            var new = playlist(1...20)
            new.tracks[3] = recorded(4, spotifyID: "id4")
            new.tracks[5].title = nil
            new.tracks[5].artists = []
            let kept = try await store.record(new, after: [shift], wishes: ["file"])
            #expect(kept.tracks == new.tracks)
            store.close()

            let again = try StateStore(openingIn: folder, now: start)
            #expect(again.damaged == nil)
            #expect(try await again.latestPlaylist() == kept)
            #expect(try await again.playlist(id: kept.id) == kept)
            #expect(try await again.playlist(id: kept.id + 1) == nil)
            #expect(try await again.history().shifts == [shift])
        }
    }

    @Test func failedRecordStoresNothing() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            var broken = playlist(1...3)
            // Not storable: a score that is not a number becomes NULL, which the table refuses.
            broken.tracks[2].score = .nan
            await #expect(throws: StorageError.self) {
                try await store.record(broken, after: [shift], wishes: ["file"])
            }
            #expect(try await store.latestPlaylist() == nil)
            #expect(try await store.history() == History())
            #expect(try await store.offers(countingPlaylists: 5).isEmpty)
            #expect(try await store.publishing().isEmpty)
        }
    }

    @Test func playlistIdsAreNotReused() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            let first = try await store.record(playlist(1...2, at: start - 1000 * day))
            let second = try await store.record(playlist(1...2, at: start - 999 * day))
            #expect(second.id > first.id)
            #expect(try await store.latestPlaylist()?.id == second.id)
        }
    }

    @Test func offersCountPlaylistsSince() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            for number in 0..<4 {
                _ = try await store.record(playlist(number...(number + 1), at: start + Double(number) * 60))
            }
            let offers = try await store.offers(countingPlaylists: 2)
            let ago = Dictionary(uniqueKeysWithValues: offers.map { ($0.identity.nameKey ?? "", $0.playlistsAgo) })
            // Tracks 0…4; list n holds n and n + 1, so 3 and 4 were in the latest, 2 in the one before.
            #expect(
                ago == [
                    "artist 0|title 0": nil, "artist 1|title 1": nil, "artist 2|title 2": 2, "artist 3|title 3": 1,
                    "artist 4|title 4": 1,
                ])
            #expect(offers.first { $0.identity.nameKey == "artist 0|title 0" }?.at == start)
        }
    }

    @Test func offerIsFoundOnceTheIdIsKnown() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            _ = try await store.record(playlist(1...1))
            var second = playlist(1...1)
            second.tracks = [recorded(1, spotifyID: "id1")]
            _ = try await store.record(second)
            let offers = try await store.offers(countingPlaylists: 5)
            #expect(offers.map(\.identity) == [TrackIdentity(spotifyID: "id1", nameKey: "artist 1|title 1")])
        }
    }

    @Test func lateResultDoesNotHideAPendingPlaylist() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            let first = try await store.record(playlist(1...2), wishes: ["file", "spotify"])
            let second = try await store.record(playlist(3...4, at: start + 60), wishes: ["spotify"])
            let late = PublishingRecord(
                target: "spotify", playlistID: first.id, state: .published, detail: "", url: "u", at: start + 61)
            #expect(try await store.notePublishing(late) == false)
            let done = PublishingRecord(
                target: "file", playlistID: first.id, state: .published, detail: "/x", url: nil, at: start + 62)
            #expect(try await store.notePublishing(done))
            let pending = PublishingRecord(
                target: "spotify", playlistID: second.id, state: .pending, detail: "", url: nil, at: start + 60)
            #expect(try await store.publishing() == [done, pending])
            // The account's playlist keeps its address while its content is renewed.
            var published = late
            published.playlistID = second.id
            #expect(try await store.notePublishing(published))
            _ = try await store.record(playlist(5...6, at: start + 120), wishes: ["spotify"])
            #expect(try await store.publishing().last?.url == "u")
            #expect(try await store.publishing().last?.state == .pending)
        }
    }
}
