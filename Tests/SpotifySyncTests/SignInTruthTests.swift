import Emotions
import Foundation
import Songs
import SpotifyTestSupport
import SpotifyWebAPI
import StateStore
import TestSupport
import Testing

@testable import SpotifySync

/// A sign-in says how it went in truth, and what follows from it.
@Suite(.serialized, .ownThread, .takesLong) struct SignInTruthTests {
    private func failure(_ here: AccountFixture) async throws -> String {
        do {
            try await here.signIn()
            return ""
        } catch let failure as SignInFailure {
            return failure.message
        }
    }

    /// The title as the first search has it.
    private func searched(_ title: String, _ artists: [String]) -> String {
        let query = TrackMatch(title: title, artists: artists).queries[0]
        return query.firstMatch(of: /track:"([^"]*)"/).map { String($0.1) } ?? title
    }

    /// Spotify says these in plain words, not in JSON.
    @Test(arguments: [
        ("User not registered in the Developer Dashboard", "User Management"),
        ("Active premium subscription required for the owner of the app.", "Premium"),
    ])
    func anAccountThatMayNotUseTheAppIsToldAtOnce(_ words: String, _ advice: String) async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.shift(to: .happy)
        here.fake.bar("listener42", saying: words)
        #expect(try await failure(here).contains(advice))
        #expect(!here.said.lines.contains("signed in to Spotify"))
        #expect(try await here.account.report.detail.contains(advice))
        // Once it is mended it goes on without another sign-in.
        here.fake.bar("listener42", saying: nil)
        here.advance(1000)
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(try await here.account.report == SpotifyReport(state: .signedIn, detail: ""))
    }

    @Test func anAccountThatMayNotUseTheAppTakesNoOthersPlace() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        here.fake.seat("another")
        here.fake.bar("another", saying: "User not registered in the Developer Dashboard")
        let message = try await failure(here)
        #expect(message.contains("User Management") && message.contains("stays in force"), "\(message)")
        here.fake.seat("listener42")
        try await here.shift(to: .sad)
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    @Test func aWaitIsToldWithItsEnd() async throws {
        let here = try await AccountFixture()
        here.fake.breakNext(.init("GET", "/v1/me", answer: .failure(429, "slow", headers: [("Retry-After", "600")])))
        try await here.signIn()
        let report = try await here.account.report
        #expect(report.state == .rateLimited)
        #expect(report.notBefore.map { abs($0.timeIntervalSince(here.now) - 600) < 2 } == true)
        // Whose account it is is asked afterwards.
        try await here.knowTracks()
        try await here.shift(to: .happy)
        here.advance(601)
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(try await here.account.userID == "listener42")
    }

    @Test func whatAMissingPermissionCostsIsSaid() async throws {
        let here = try await AccountFixture()
        here.fake.withhold(["user-top-read"])
        try await here.signIn()
        while try await here.step() == 0 {}
        let report = try await here.account.report
        #expect(report.state == .signedIn)
        #expect(report.detail.contains("user-top-read (what you play most does not count)"), "\(report.detail)")
        #expect(here.fake.defects == [])
    }

    @Test func aSignInWhileTheDaemonStartsWaitsForTheSettings() async throws {
        let here = try await AccountFixture()
        let account = SpotifyAccount(
            store: here.store, candidates: StarterTracks(catalogue: here.catalogue), log: here.said, send: { _ in })
        let begun = Task { try await account.beginLogin() }
        await Task.yield()
        let assembly = SpotifyAssembly(
            account: account, store: here.store, stateFolder: here.folder.path, userAgent: "EmoTunes/test",
            log: here.said)
        await assembly.start(here.settings, here.playlists)
        #expect(try await begun.value.contains("client_id=\(here.fake.clientID)"))
    }

    @Test func aTokenThatWasRefusedIsNotSentAgainAfterARestart() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        while try await here.step() == 0 {}
        here.fake.expireAccessTokens()
        here.fake.breakNext(
            .init("POST", "/accounts/api/token", answer: .failure(429, "slow", headers: [("Retry-After", "7200")])))
        try await here.shift(to: .happy)
        try await here.step()
        here.fake.forgetRequests()
        for _ in 0..<5 {
            try await here.restart()
            here.advance(100)
            try await here.step()
        }
        #expect(here.fake.requests == [])
        #expect(try await here.account.report.state == .rateLimited)
        here.advance(7200)
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    @Test func signingOutIsNoTrouble() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        here.said.forget()
        here.fake.breakNext(.init("POST", "/v1/me/playlists", answer: .mishap(.late(400)), isCarriedOut: true))
        async let stepped = here.step()
        while here.fake.requests.last != "POST /v1/me/playlists" { await Task.yield() }
        try await here.account.logOut()
        _ = try await stepped
        for _ in 0..<3 { try await here.step() }
        #expect(here.said.lines == ["signed out of Spotify"], "\(here.said.lines)")
        #expect(try await here.account.report.state == .signedOut)
    }

    @Test func ofTwinsTheOneThatMayBePlayedIsTaken() async throws {
        let here = try await AccountFixture { $0.allowsExplicit = false }
        let wish = try await here.shift(to: .happy)
        let track = wish.tracks[4]
        func found(_ id: String, _ title: String, more: [String: JSON] = [:]) -> JSON {
            var object: [String: JSON] = [
                "id": .string(FakeSpotify.identifier(id)), "name": .string(title), "type": "track",
                "artists": .array(track.artists.map { ["name": .string($0)] }),
            ]
            object.merge(more) { $1 }
            return .object(object)
        }
        let title = try #require(track.title)
        here.fake.plant(
            [
                found("live", title + " - Live"), found("barred", title, more: ["is_playable": false]),
                found("restricted", title, more: ["restrictions": ["reason": "market"]]),
                found("explicit", title, more: ["explicit": true]), found("right", title, more: ["explicit": false]),
            ], for: searched(title, track.artists))
        try await here.signIn()
        try await here.publish()
        let shown = try #require(try await here.store.latestPlaylist())
        #expect(shown.tracks[4].identity.spotifyID == FakeSpotify.identifier("right"))
        #expect(try await here.faults() == [])
    }
}
