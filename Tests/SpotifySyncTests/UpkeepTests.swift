import Covers
import Emotions
import Foundation
import SpotifyTestSupport
import StateStore
import TestSupport
import Testing

@testable import SpotifySync

/// Covers, and a playlist for every shift: both off unless wished for.
@Suite(.serialized, .ownThread, .takesLong) struct UpkeepTests {
    private func publish(_ mood: Emotion, _ here: AccountFixture) async throws {
        try await here.shift(to: mood)
        try await here.publish()
        while try await here.step() == 0 {}
    }

    @Test func withoutTheSettingNoCoverIsSentAndNoScopeForItAsked() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        let url = try await here.account.beginLogin()
        #expect(!url.contains("ugc-image-upload") && !url.contains("user-library-modify"))
        _ = try ScriptedBrowser.visit(url)
        try await here.account.finishLogin(pasted: nil)
        try await publish(.happy, here)
        #expect(here.fake.playlists.first?.covers.isEmpty == true)
    }

    @Test func everyMoodGetsItsCoverOnce() async throws {
        let here = try await AccountFixture { $0.givesCovers = true }
        try await here.knowTracks()
        try await here.signIn()
        for mood in [Emotion.happy, .happy, .sad] {
            here.fake.forgetRequests()
            try await publish(mood, here)
            #expect(here.fake.requests.filter { !$0.hasSuffix("token") && !$0.contains("/me/") }.count <= 6)
            #expect(try await here.faults() == [])
        }
        #expect(here.fake.playlists.first?.covers == [MoodCover.jpeg(for: .happy), MoodCover.jpeg(for: .sad)])
    }

    @Test func aCoverThatIsRefusedIsSaidOnceAndThePlaylistIsThere() async throws {
        let here = try await AccountFixture { $0.givesCovers = true }
        try await here.knowTracks()
        try await here.signIn()
        here.said.forget()
        let refusal = LoopbackServer.Answer.failure(403, "Forbidden")
        try await here.shift(to: .happy)
        try await here.publish()
        here.fake.breakNext(.init("PUT", "/v1/playlists", count: 9, answer: refusal))
        while try await here.step() == 0 {}
        #expect(here.said.lines.filter { $0.contains("upkeep") }.count == 1, "\(here.said.lines)")
        #expect(try await here.account.report.state == .signedIn)
        #expect(try await here.faults() == [])
        // What passes is tried again.
        here.fake.mend()
        here.fake.breakNext(.init("PUT", "/v1/playlists", count: 1, answer: .failure(503, "x"), isCarriedOut: false))
        try await publish(.sad, here)
        for _ in 0..<9 { here.advance(try #require(try await here.step()) + 0.01) }
        #expect(here.fake.playlists.first?.covers == [MoodCover.jpeg(for: .sad)])
    }

    @Test func everyShiftMakesAPlaylistAndOldOnesGo() async throws {
        let here = try await AccountFixture { $0.keepDays = 2 }
        try await here.knowTracks()
        try await here.signIn()
        for mood in [Emotion.happy, .sad, .neutral] {
            here.fake.forgetRequests()
            try await publish(mood, here)
            #expect(here.fake.requests.filter { !$0.contains("/me/player") && !$0.contains("/me/t") }.count <= 6)
            try await here.restart()
            here.advance(86_400)
        }
        // The first gave way a day before the second, which is a day old now.
        #expect(here.fake.allPlaylists.map(\.name) == ["Mood: happy", "Mood: sad", "Mood: neutral"])
        #expect(here.fake.allPlaylists.allSatisfy { $0.replacements == 1 && $0.uris.count == 20 })
        for _ in 0..<3 { try await here.step() }
        #expect(here.fake.playlists.map(\.name) == ["Mood: sad", "Mood: neutral"])
        here.advance(86_400)
        for _ in 0..<3 { try await here.step() }
        #expect(here.fake.playlists.map(\.name) == ["Mood: neutral"])
        #expect(try await here.faults() == [])
        here.advance(40 * 86_400)
        for _ in 0..<9 { try await here.step() }
        #expect(try await here.faults() == [])
    }

    @Test func aPlaylistOfTheShiftIsNotMadeTwice() async throws {
        let here = try await AccountFixture { $0.keepDays = 2 }
        try await here.knowTracks()
        try await here.signIn()
        try await publish(.happy, here)
        here.fake.breakNext(.init("PUT", "/v1/playlists", answer: .mishap(.cutBody), isCarriedOut: true))
        try await here.shift(to: .sad)
        try await here.step()
        #expect(try await here.account.report.state == .offline)
        try await here.restart()
        try await here.publish()
        #expect(here.fake.allPlaylists.map(\.name) == ["Mood: happy", "Mood: sad"])
        // Signing in anew shows the newest again, in the same place.
        try await here.signIn()
        try await here.publish()
        #expect(here.fake.allPlaylists.count == 2)
        #expect(here.fake.defects == [])
    }

    @Test func playlistThatIsNotOursIsNeverRemoved() async throws {
        let here = try await AccountFixture { $0.keepDays = 1 }
        try await here.knowTracks()
        try await here.signIn()
        let others = here.fake.addPlaylist(named: "Mood: happy")
        try await publish(.happy, here)
        here.advance(2 * 86_400)
        try await publish(.sad, here)
        here.advance(2 * 86_400)
        for _ in 0..<6 { try await here.step() }
        #expect(here.fake.playlists.map(\.id).contains(others))
        #expect(here.fake.playlists.map(\.name) == ["Mood: happy", "Mood: sad"])
        #expect(here.fake.requests.filter { $0.hasPrefix("DELETE") }.count == 1)
    }
}
