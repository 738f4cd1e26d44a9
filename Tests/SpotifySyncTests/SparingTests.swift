import Emotions
import SpotifyTestSupport
import TestSupport
import Testing

@testable import SpotifySync

/// A machine on battery: what can wait waits.
@Suite(.serialized, .ownThread, .takesLong) struct SparingTests {
    private func requests(_ here: AccountFixture, steps: Int = 12) async throws -> [String] {
        here.fake.forgetRequests()
        for _ in 0..<steps {
            _ = try await here.step()
            here.advance(120)
        }
        return here.fake.requests.filter { $0.contains("/search") || $0.contains("/me/top") }
    }

    @Test func nothingIsLookedUpAheadOfNeedOnBattery() async throws {
        let here = try await AccountFixture()
        try await here.signIn()
        try await here.shift(to: .happy)
        try await here.publish()
        try await here.account.spare(true)
        #expect(try await requests(here) == [])
        try await here.account.spare(false)
        #expect(try await !requests(here).isEmpty)
    }

    @Test func playlistsArePublishedOnBattery() async throws {
        let here = try await AccountFixture()
        try await here.signIn()
        try await here.account.spare(true)
        try await here.shift(to: .sad)
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(here.fake.playlists.count == 1)
    }
}
