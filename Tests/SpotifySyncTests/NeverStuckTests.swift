import Emotions
import Foundation
import Songs
import SpotifyTestSupport
import SpotifyWebAPI
import StateStore
import TestSupport
import Testing

@testable import SpotifySync

/// What people do with the playlist, and with their accounts: nothing of it leaves the account stuck.
@Suite(.serialized, .ownThread, .takesLong) struct NeverStuckTests {
    private func signedIn(
        adjust: @escaping @Sendable (inout SpotifySyncSettings) -> Void = { _ in }
    ) async throws -> AccountFixture {
        let here = try await AccountFixture(adjust: adjust)
        try await here.knowTracks()
        try await here.signIn()
        return here
    }

    private func publish(_ mood: Emotion, _ here: AccountFixture) async throws {
        try await here.shift(to: mood)
        try await here.publish()
        while try await here.step() == 0 {}
    }

    private func newestURIs(_ here: AccountFixture) async throws -> [String] {
        try #require(try await here.store.latestPlaylist()).tracks.compactMap(\.uri)
    }

    @Test func aPlaylistMadePublicIsLeftAloneAndAnotherTakesItsPlaceOnce() async throws {
        let here = try await signedIn { $0.keepDays = 0 }
        try await publish(.happy, here)
        let old = try #require(here.fake.playlists.first)
        here.fake.makePublic()
        here.said.forget()
        for mood in [Emotion.sad, .neutral, .happy] {
            try await publish(mood, here)
            #expect(here.fake.allPlaylists.count == 2)
            #expect(try await here.fake.allPlaylists.last?.uris == newestURIs(here))
            #expect(here.fake.allPlaylists.last?.isPublic == false)
        }
        // The old one is as the person left it.
        #expect(here.fake.allPlaylists.first?.uris == old.uris && here.fake.allPlaylists.first?.isInLibrary == true)
        #expect(here.said.lines.filter { $0.contains("made public") }.count == 1, "\(here.said.lines)")
        #expect(!here.said.lines.contains { $0.contains("emotunesctl login") }, "\(here.said.lines)")
        #expect(here.fake.defects == [])
    }

    @Test func theStatusSaysWhyThereIsAnotherPlaylist() async throws {
        let here = try await signedIn()
        try await publish(.happy, here)
        here.fake.makePublic()
        try await publish(.sad, here)
        let record = try #require(try await here.store.publishing().first { $0.target == "spotify" })
        #expect(record.state == .published && record.detail.contains("made public"))
        try await publish(.happy, here)
        #expect(try await here.store.publishing().first { $0.target == "spotify" }?.detail == "")
    }

    /// Not every refusal is about the playlist.
    @Test func aRefusalThatIsNotAboutThePlaylistMakesNoOther() async throws {
        let here = try await signedIn()
        try await publish(.happy, here)
        here.fake.breakNext(.init("PUT", "/v1/playlists", count: 9, answer: .failure(403, "Forbidden")))
        try await here.shift(to: .sad)
        for _ in 0..<9 { here.advance(try #require(try await here.step()) + 0.01) }
        #expect(here.fake.allPlaylists.count == 1)
        here.fake.mend()
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    @Test func publicPlaylistsAreNeverRemovedWithTheOldOnes() async throws {
        let here = try await signedIn { $0.keepDays = 1 }
        try await publish(.happy, here)
        here.fake.makePublic()
        // Filled anew, as after a sign-in: there is no newer wish that would make another one.
        try await here.signIn()
        try await here.publish()
        #expect(here.fake.allPlaylists.count == 2)
        here.advance(9 * 86_400)
        try await publish(.sad, here)
        here.advance(9 * 86_400)
        for _ in 0..<9 { try await here.step() }
        #expect(here.fake.playlists.contains { $0.isPublic })
    }

    @Test func eachAccountHasItsOwnPlaylistAndFindsItAgain() async throws {
        let here = try await signedIn()
        try await publish(.happy, here)
        let first = try #require(here.fake.playlists.first)
        here.fake.seat("another")
        try await here.knowTracks(for: "another")
        try await here.signIn()
        try await publish(.sad, here)
        #expect(try await here.faults() == [])
        #expect(here.fake.playlists.first?.id != first.id)
        #expect(here.fake.allPlaylists.count == 2)
        here.fake.seat("listener42")
        // As it was: nobody but its owner changed it.
        #expect(here.fake.playlists.first?.uris == first.uris)
        try await here.account.logOut()
        try await here.restart()
        try await here.signIn()
        try await publish(.neutral, here)
        #expect(try await here.faults() == [])
        #expect(here.fake.playlists.map(\.id) == [first.id])
        #expect(here.fake.allPlaylists.count == 2)
    }

    @Test func whatAnAccountToldIsItsOwn() async throws {
        let here = try await signedIn()
        func heard(_ name: String) -> JSON {
            [
                "id": .string(FakeSpotify.identifier(name)), "name": .string(name), "type": "track",
                "artists": [["name": "Somebody"]],
            ]
        }
        here.fake.setTaste(top: [heard("first")])
        while try await here.step() == 0 {}
        #expect(try await here.store.knownTaste().top.map(\.identity.spotifyID) == [FakeSpotify.identifier("first")])
        here.fake.seat("another")
        here.fake.setTaste(top: [heard("second")])
        try await here.signIn()
        while try await here.step() == 0 {}
        #expect(try await here.store.knownTaste().top.map(\.identity.spotifyID) == [FakeSpotify.identifier("second")])
        here.fake.seat("listener42")
        here.fake.setTaste()
        try await here.signIn()
        #expect(try await here.store.knownTaste().top.map(\.identity.spotifyID) == [FakeSpotify.identifier("first")])
    }

    @Test(arguments: [true, false]) func aWaitAskedOfOneAccountIsNotTheOthers(_ isLoggedOut: Bool) async throws {
        let here = try await signedIn()
        try await here.shift(to: .happy)
        here.fake.breakNext(.init(nil, "/v1", answer: .failure(429, "slow", headers: [("Retry-After", "36000")])))
        for _ in 0..<3 { try await here.step() }
        #expect(try await here.account.report.state == .rateLimited)
        if isLoggedOut { try await here.account.logOut() }
        here.fake.seat("another")
        try await here.knowTracks(for: "another")
        try await here.signIn()
        try await here.publish()
        #expect(try await here.faults() == [])
        here.fake.seat("listener42")
        try await here.signIn()
        #expect(try await here.account.report.state == .rateLimited)
        try await here.restart()
        #expect(try await here.account.report.state == .rateLimited)
        here.advance(36_001)
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    /// A state folder of a version that did not tell accounts apart, with another person's playlist in it.
    @Test func aPlaylistOfAnotherAccountIsLeftAlone() async throws {
        let here = try await signedIn()
        try await publish(.happy, here)
        let theirs = try #require(here.fake.playlists.first)
        try await here.account.logOut()
        let facts = try #require(try await here.store.snapshot(named: "spotify_playlist:listener42"))
        try await here.store.keepDurably(facts.content, named: "spotify_playlist", at: here.now)
        here.fake.seat("another")
        try await here.knowTracks(for: "another")
        here.said.forget()
        // Spotify does not say whether it is in the library, or the other person follows it.
        here.fake.breakNext(.init("GET", "/v1/me/library", answer: .failure(501, "Not implemented")))
        try await here.signIn()
        try await publish(.sad, here)
        #expect(try await here.faults() == [])
        #expect(here.said.lines.contains { $0.contains("belongs to another account") }, "\(here.said.lines)")
        here.fake.seat("listener42")
        #expect(here.fake.playlists.first?.uris == theirs.uris)
    }

    /// A sign-in of a version that did not ask whose it is, with what it kept.
    @Test func whatWasKeptWithoutKnowingWhoseIsTheAccountsWhoseSignInItIs() async throws {
        let here = try await AccountFixture()
        here.fake.withhold(["user-read-private"])
        try await here.knowTracks()
        try await here.signIn()
        try await publish(.happy, here)
        let file = here.folder.file("spotify-token.json")
        var grant = try JSONDecoder().decode(Grant.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        #expect(grant.userID == "listener42")
        grant.userID = nil
        try JSONEncoder().encode(grant).write(to: URL(fileURLWithPath: file))
        let facts = try #require(try await here.store.snapshot(named: "spotify_playlist:listener42"))
        try await here.store.forgetSnapshot(named: "spotify_playlist:listener42")
        try await here.store.keepDurably(facts.content, named: "spotify_playlist", at: here.now)
        try await here.restart()
        try await publish(.sad, here)
        #expect(try await here.faults() == [])
        #expect(here.fake.allPlaylists.count == 1)
        #expect(here.fake.defects == [])
        #expect(try await here.store.snapshot(named: "spotify_playlist") == nil)
    }

    @Test func nameAndDescriptionOfAPersonStay() async throws {
        let here = try await signedIn()
        try await publish(.happy, here)
        here.fake.rename("Mine &amp; yours")
        try await publish(.sad, here)
        #expect(here.fake.playlists.first?.name == "Mine &amp; yours")
        #expect(here.fake.playlists.first?.description.contains("For a sad mood") == true)
        here.fake.rename(description: "for the kitchen")
        for mood in [Emotion.happy, .neutral] {
            try await publish(mood, here)
            try await here.restart()
            #expect(here.fake.playlists.first?.name == "Mine &amp; yours")
            #expect(here.fake.playlists.first?.description == "for the kitchen")
            #expect(try await here.fake.playlists.first?.uris == newestURIs(here))
        }
        // Whoever wants ours again writes the last of ours.
        here.fake.rename("Mood: happy")
        try await publish(.sad, here)
        #expect(here.fake.playlists.first?.name == "Mood: sad")
    }

    @Test func aTextOfOursThatSpotifyTellsLateOrEscapedIsNoPersons() async throws {
        let here = try await signedIn { $0.playlistDescription = "It's <{mood}> & more, since {time}" }
        for mood in [Emotion.happy, .sad] { try await publish(mood, here) }
        let late = try #require(here.fake.playlists.first)
        try await publish(.neutral, here)
        // As before the last shift, and escaped.
        here.fake.rename(
            "Mood: sad",
            description: late.description.replacing("&", with: "&amp;").replacing("'", with: "&#x27;")
                .replacing("<", with: "&lt;").replacing(">", with: "&gt;"))
        try await publish(.happy, here)
        #expect(here.fake.playlists.first?.name == "Mood: happy")
        #expect(here.fake.playlists.first?.description.hasPrefix("It's <happy> & more") == true)
    }

    /// The reply is lost on its way, but the name has arrived.
    @Test func aNameWhoseReplyWasLostIsNoPersons() async throws {
        let here = try await signedIn()
        try await publish(.happy, here)
        let id = try #require(here.fake.playlists.first?.id)
        here.fake.breakNext(.init("PUT", "/v1/playlists/\(id)/items", answer: .mishap(.none), isCarriedOut: true))
        here.fake.mend()
        here.fake.breakNext(.init("GET", "/v1/playlists/\(id)", answer: .mishap(.silence)))
        try await publish(.sad, here)
        here.fake.breakNext(
            .init("PUT", "/v1/playlists/\(id)", count: 1, answer: .mishap(.cutBody), isCarriedOut: true))
        try await publish(.neutral, here)
        try await publish(.happy, here)
        #expect(try await here.faults() == [])
    }

    @Test(arguments: [1, 3]) func aLostReplyAndAListThatLagsMakeNoTwin(_ lag: Int) async throws {
        let here = try await signedIn()
        here.fake.breakNext(.init("POST", "/v1/me/playlists", answer: .mishap(.silence), isCarriedOut: true))
        try await here.shift(to: .happy)
        while here.fake.allPlaylists.isEmpty { try await here.step() }
        here.fake.lag(lists: lag)
        try await here.restart()
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(here.fake.allPlaylists.count == 1)
    }

    @Test(arguments: [true, false]) func anEmptyTwinIsRemovedOrNamed(_ mayRemove: Bool) async throws {
        // The permission to remove comes with the setting that needs it.
        let here = try await signedIn { $0.keepDays = mayRemove ? 9 : 0 }
        here.said.forget()
        here.fake.breakNext(.init("POST", "/v1/me/playlists", answer: .mishap(.silence), isCarriedOut: true))
        try await here.shift(to: .happy)
        while here.fake.allPlaylists.isEmpty { try await here.step() }
        // It lags for longer than anybody would wait for.
        here.fake.lag(lists: 30)
        try await here.publish()
        #expect(here.fake.playlists.count == 2)
        here.fake.lag(lists: 0)
        for _ in 0..<60 { here.advance(max(1, try await here.step() ?? 60)) }
        #expect(here.fake.playlists.count == (mayRemove ? 1 : 2))
        #expect(try await here.fake.playlists.last?.uris == newestURIs(here))
        let told = here.said.lines.filter { $0.contains("twice") }
        #expect(told.count == 1 && told[0].contains("removed") == mayRemove, "\(here.said.lines)")
        #expect(here.fake.defects == [])
    }
}
