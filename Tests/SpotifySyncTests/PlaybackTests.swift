import Emotions
import Foundation
import Publishing
import SpotifyTestSupport
import TestSupport
import Testing

@testable import SpotifySync

@Suite(.serialized, .ownThread) struct PlaybackTests {
    private func order(_ order: PlaybackOrder, _ here: AccountFixture) async throws -> String {
        try await SpotifyPlayback(account: here.account).perform(order)
    }

    private func isNotInUse(_ here: AccountFixture, _ wanted: PlaybackOrder) async -> Bool {
        do {
            _ = try await order(wanted, here)
            return false
        } catch PlaybackFailure.notInUse {
            return true
        } catch {
            return false
        }
    }

    @Test func signedOutAccountIsNotInUse() async throws {
        let here = try await AccountFixture { $0.follow = .next }
        #expect(await isNotInUse(here, .play))
    }

    @Test func ordersReachThePlayerThatPlaysOurs() async throws {
        let here = try await AccountFixture { $0.follow = .next }
        try await here.knowTracks()
        try await here.signIn()
        await #expect(throws: PlaybackFailure.noPlaylistYet) { try await order(.play, here) }
        try await here.shift(to: .happy)
        try await here.publish()
        while try await here.step() == 0 {}
        #expect(try await order(.play, here) == "Spotify plays the playlist.")
        #expect(await isNotInUse(here, .next))
        let ours = try #require(here.fake.playlists.first?.id)
        here.fake.setPlayer([
            "is_playing": true, "progress_ms": 5000,
            "context": ["uri": .string("spotify:playlist:\(ours)"), "type": "playlist"],
        ])
        _ = try await order(.next, here)
        _ = try await order(.stop, here)
        for request in ["PUT /v1/me/player/play", "POST /v1/me/player/next", "PUT /v1/me/player/pause"] {
            #expect(here.fake.requests.count { $0 == request } == 1, "\(request)")
        }
        #expect(here.fake.defects == [])
    }

    @Test func withoutPermissionThePlayerIsLeftAlone() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        try await here.publish()
        #expect(await isNotInUse(here, .play))
    }
}
