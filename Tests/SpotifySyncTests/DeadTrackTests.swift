import Emotions
import Foundation
import Songs
import SpotifyTestSupport
import SpotifyWebAPI
import StateStore
import TestSupport
import Testing

@testable import SpotifySync

/// One id that does not exist makes Spotify refuse a whole list; and searches that find nothing.
@Suite(.serialized, .ownThread, .takesLong) struct DeadTrackTests {
    /// Songs that are known by their ids. `ImportedCatalogueTests` has a whole table of them, and the choice from it.
    private static func imported(_ count: Int) -> [Track] {
        (0..<count).map { number in
            Track(
                id: Int64(number + 1), title: "Song \(number)", artists: ["Artist \(number % 700)"],
                spotifyID: FakeSpotify.identifier("imported \(number)"),
                moodScores: SongMoodScores(happy: 0.7, sad: 0.1, energetic: 0.1, calm: 0.1))
        }
    }

    /// How many times a list was filled, or tried to be.
    private func fillings(_ here: AccountFixture) -> Int {
        here.fake.requests.filter { $0.hasPrefix("PUT") && $0.hasSuffix("/items") }.count
    }

    @Test(arguments: [true, false]) func aDeadIDIsFoundReplacedAndRemembered(_ isNamed: Bool) async throws {
        let here = try await AccountFixture(imported: Self.imported(400))
        try await here.signIn()
        let wish = try await here.shift(to: .happy)
        let dead = [3, 4, 17].compactMap { wish.tracks[$0].identity.spotifyID }
        here.fake.kill(tracks: Set(dead), isNamed: isNamed)
        here.fake.forgetRequests()
        try await here.publish()
        #expect(try await here.faults() == [])
        let shown = try #require(try await here.store.latestPlaylist())
        #expect(Set(shown.tracks.compactMap(\.identity.spotifyID)).isDisjoint(with: dead))
        #expect(try await here.store.unknownIDs(of: "listener42", now: here.now) == Set(dead))
        #expect(fillings(here) <= (isNamed ? 4 : 19), "\(here.fake.requests)")
        // What is left of the list stays in its place.
        #expect(shown.tracks[0].identity.spotifyID == wish.tracks[0].identity.spotifyID)
        // Not offered again.
        let known = try await here.store.knownIdentifiers(AccountScope(userID: "listener42"), now: here.now)
        #expect(known.playable(Self.imported(400)).count == 397)
    }

    /// While the dead one is looked for the listener sees the list grow, never a song that is not in it in the end.
    @Test func theListGrowsWhileTheDeadOneIsLookedFor() async throws {
        let here = try await AccountFixture(imported: Self.imported(400))
        try await here.signIn()
        let wish = try await here.shift(to: .happy)
        let dead = try #require(wish.tracks[11].identity.spotifyID)
        here.fake.kill(tracks: [dead], isNamed: false)
        try await here.publish()
        #expect(try await here.faults() == [])
        // Of what was known before nothing has to be tried.
        here.fake.kill(tracks: [try #require(wish.tracks[5].identity.spotifyID)], isNamed: false)
        here.fake.forgetRequests()
        try await here.account.signInCompleted(nil)
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(fillings(here) <= 7, "\(here.fake.requests)")
    }

    /// A refusal that has nothing to do with the songs condemns none of them.
    @Test func aRefusalOfEveryListCondemnsNoSong() async throws {
        let here = try await AccountFixture(imported: Self.imported(400))
        try await here.signIn()
        here.fake.breakNext(.init("PUT", "/v1/playlists", count: 1000, answer: .failure(400, "Invalid request")))
        try await here.shift(to: .happy)
        let delay = try #require(try await here.step())
        #expect(delay > 600)
        #expect(fillings(here) <= 26)
        #expect(try await here.store.unknownIDs(of: "listener42", now: here.now).isEmpty)
        #expect(try await here.account.publication?.state == .failed)
        here.fake.mend()
        here.advance(1000)
        try await here.publish()
        let faults = try await here.faults()
        #expect(faults == [])
    }

    @Test func searchesThatFindNothingAreFew() async throws {
        let here = try await AccountFixture()
        try await here.signIn()
        here.fake.breakNext(
            .init("GET", "/v1/search", count: 1000, answer: .json(200, ["tracks": ["items": []]])))
        try await here.shift(to: .happy)
        while try await here.step() == 0 {}
        #expect(here.fake.requests.filter { $0.contains("search") }.count <= 8)
        // Nothing is taken for missing: it was the search that was out of order.
        #expect(try await here.store.resolutions(of: "listener42", now: here.now).isEmpty)
        #expect(try await here.account.publication?.detail.contains("finds nothing") == true)
        here.fake.mend()
        here.advance(1000)
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    /// From the sign-in to the first full list, with nothing known and one song in seven not to be had.
    @Test func theFirstListTakesFewRequests() async throws {
        let here = try await AccountFixture()
        let wish = try await here.shift(to: .happy)
        for (place, track) in wish.tracks.enumerated() where place % 7 == 3 {
            here.fake.hide(title: try #require(track.title))
        }
        try await here.signIn()
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(here.fake.requests.count <= 40, "\(here.fake.requests.count)")
        print("from sign-in to the first full list: \(here.fake.requests.count) requests")
    }
}
