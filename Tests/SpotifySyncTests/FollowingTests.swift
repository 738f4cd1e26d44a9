import Emotions
import Foundation
import SpotifyTestSupport
import SpotifyWebAPI
import StateStore
import TestSupport
import Testing

@testable import SpotifySync

@Suite struct FollowPolicyTests {
    private let ours = "spotify:playlist:ours"

    private func playback(
        _ id: String = "a", progress: Int = 10_000, isPlaying: Bool = true, context: String? = "spotify:playlist:ours"
    ) -> SpotifyClient.Playback {
        SpotifyClient.Playback(
            isPlaying: isPlaying, contextURI: context,
            track: SpotifyTrack(id: id, title: nil, artists: [], durationMilliseconds: 200_000), progress: progress)
    }

    private func decide(
        _ playback: SpotifyClient.Playback?, _ mode: FollowMode, song: String? = nil
    ) -> FollowPolicy.Decision {
        FollowPolicy.decide(playback, ours: [ours, "spotify:playlist:earlier"], mode: mode, song: song)
    }

    @Test func musicIsNeverStarted() {
        for mode in FollowMode.allCases {
            #expect(decide(nil, mode) == .leave)
            #expect(decide(playback(isPlaying: false), mode) == .leave)
            #expect(decide(playback(context: "spotify:album:x"), mode) == .leave)
            #expect(decide(playback(context: nil), mode) == .leave)
        }
        #expect(decide(playback(context: "spotify:playlist:earlier"), .now) == .takeOver)
        #expect(decide(playback(), .off) == .leave)
    }

    @Test func atOnceOrAtTheEndOfTheSong() {
        #expect(decide(playback(), .now) == .takeOver)
        #expect(decide(playback(), .next) == .lookAgain(189))
        #expect(decide(playback(progress: 198_500), .next, song: "a") == .takeOver)
        #expect(decide(playback("b"), .next, song: "a") == .takeOver)
        #expect(decide(playback(progress: 20_000), .next, song: "a") == .lookAgain(179))
    }

    @Test func skipsAndRepeats() {
        func look(_ at: Double, _ id: String, _ progress: Double) -> PlayerLook {
            PlayerLook(
                at: at, track: SpotifyTrack(id: id, title: nil, artists: [], durationMilliseconds: 200_000),
                progress: progress)
        }
        let start = look(0, "a", 10)
        #expect(look(30, "b", 5).finding(since: start) == .skipped(start.track))
        #expect(look(30, "a", 40).finding(since: start) == nil)
        // Paused for half a minute.
        #expect(look(60, "a", 40).finding(since: start) == nil)
        // Heard to its end.
        #expect(look(30, "b", 10).finding(since: look(0, "a", 180)) == nil)
        #expect(look(30, "a", 5).finding(since: look(0, "a", 175)) == .repeated(start.track))
        // Back to the beginning at once: no repeat.
        #expect(look(30, "a", 2).finding(since: start) == nil)
    }
}

@Suite(.serialized, .ownThread) struct FollowingTests {
    private func player(_ here: AccountFixture, _ id: String, progress: Int, context: String? = nil) throws -> JSON {
        let ours = try #require(here.fake.playlists.first?.id)
        return [
            "is_playing": true, "progress_ms": .number(Double(progress)),
            "context": ["uri": .string(context ?? "spotify:playlist:\(ours)"), "type": "playlist"],
            "item": [
                "id": .string(FakeSpotify.identifier(id)), "type": "track", "name": .string(id), "duration_ms": 200_000,
                "artists": [["name": "Somebody"]],
            ],
        ]
    }

    private func plays(_ here: AccountFixture) -> Int {
        here.fake.requests.filter { $0 == "PUT /v1/me/player/play" }.count
    }

    @Test func theNewListTakesOverAtTheEndOfTheSong() async throws {
        let here = try await AccountFixture { $0.follow = .next }
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        try await here.publish()
        while try await here.step() == 0 {}
        #expect(plays(here) == 0)
        here.fake.setPlayer(try player(here, "song", progress: 150_000))
        try await here.shift(to: .sad)
        try await here.publish()
        while try await here.step() == 0 {}
        #expect(plays(here) == 0)
        here.fake.setPlayer(try player(here, "song", progress: 199_000))
        here.advance(49.5)
        while try await here.step() == 0 {}
        #expect(plays(here) == 1)
        // Once only.
        here.advance(60)
        while try await here.step() == 0 {}
        #expect(plays(here) == 1)
        #expect(here.fake.defects == [])
    }

    @Test func playerOfAnotherContextIsLeftAlone() async throws {
        let here = try await AccountFixture { $0.follow = .now }
        try await here.knowTracks()
        try await here.signIn()
        for context in [nil, "spotify:album:1"] {
            try await here.shift(to: context == nil ? .happy : .sad)
            if let context { here.fake.setPlayer(try player(here, "song", progress: 0, context: context)) }
            try await here.publish()
            while try await here.step() == 0 {}
        }
        #expect(plays(here) == 0)
        #expect(here.fake.requests.contains("GET /v1/me/player"))
    }

    @Test func aSkipCounts() async throws {
        let here = try await AccountFixture { $0.follow = .now }
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        try await here.publish()
        while try await here.step() == 0 {}
        here.advance(130)
        for (id, progress) in [("one", 5000), ("two", 10_000)] {
            here.fake.setPlayer(try player(here, id, progress: progress))
            while try await here.step() == 0 {}
            here.advance(30)
        }
        let heard = try await here.store.feedback()
        #expect(heard.map(\.verdict) == [.heard])
        #expect(heard.map(\.balance) == [-1])
        #expect(heard.map(\.title) == ["one"])
    }

    @Test func withFollowingOffThePlayerIsNeverLookedAt() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        try await here.publish()
        while try await here.step() == 0 {}
        here.advance(130)
        while try await here.step() == 0 {}
        #expect(!here.fake.requests.contains { $0.contains("player/play") || $0.hasSuffix("/me/player") })
    }
}
