import Emotions
import Foundation
import SpotifyTestSupport
import SpotifyWebAPI
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import SpotifySync

/// What becomes of a sign-in: refreshed, dead, called dead by mistake, old, refused.
@Suite(.serialized, .ownThread, .takesLong) struct AccountSignInTests {
    @Test(arguments: [FakeSpotify.Rotation.replaces, .keepsBoth, .none])
    func refreshWithOrWithoutANewTokenKeepsTheSignIn(_ rotation: FakeSpotify.Rotation) async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        here.said.forget()
        here.fake.setRotation(rotation)
        for mood in [Emotion.happy, .sad, .happy] {
            here.fake.expireAccessTokens()
            try await here.restart()
            try await here.shift(to: mood)
            try await here.publish()
            #expect(try await here.faults() == [])
        }
        #expect(try await here.account.report.state == .signedIn)
        // The playlists alone were worth a line.
        #expect(here.said.lines.allSatisfy { $0.contains("is in the Spotify account") }, "\(here.said.lines)")
    }

    @Test func revokedSignInIsSaidOnceAndTriedOnceMore() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        here.said.forget()
        here.fake.killRefreshTokens()
        here.fake.expireAccessTokens()
        for _ in 0..<5 { try await here.step() }
        try await here.restart()
        for _ in 0..<5 { try await here.step() }
        #expect(try await here.account.report.state == .expired)
        #expect(here.said.lines.count == 1, "\(here.said.lines)")
        here.fake.forgetRequests()
        here.advance(100_000)
        for _ in 0..<5 { try await here.step() }
        // Its one second chance.
        #expect(here.fake.requests == ["POST /accounts/api/token"])
        try await here.signIn()
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    @Test func signInRejectedByMistakeRecovers() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        try await here.shift(to: .happy)
        here.fake.expireAccessTokens()
        here.fake.breakNext(.init("POST", "/accounts/api/token", answer: .oauth(400, "invalid_grant")))
        try await here.step()
        #expect(try await here.account.report.state == .expired)
        try await here.publish()
        #expect(try await here.faults() == [])
        #expect(try await here.account.report.state == .signedIn)
    }

    @Test func anOldSignInAsksForANewOne() async throws {
        let here = try await AccountFixture()
        try await here.knowTracks()
        try await here.signIn()
        here.said.forget()
        here.advance(151 * 86_400)
        for _ in 0..<6 { try await here.step() }
        #expect(try await here.account.report.state == .signedIn)
        #expect(try await here.account.report.detail.contains("151 days"))
        #expect(here.said.lines.filter { $0.contains("emotunesctl login") }.count == 1)
    }

    @Test func memoryIsUnreadableToOthersWhileItHoldsTokens() async throws {
        let here = try await AccountFixture()
        #expect(ProcessMemory.isReadable)
        try await here.signIn()
        #expect(!ProcessMemory.isReadable)
        try await here.restart()
        #expect(!ProcessMemory.isReadable)
        try await here.account.logOut()
        #expect(ProcessMemory.isReadable)
    }

    @Test func signingOutWithSpotifySwitchedOffForgetsTheTokensToo() async throws {
        let isOff = Mutex(false)
        let here = try await AccountFixture { settings in
            if isOff.withLock({ $0 }) { settings.clientID = "" }
        }
        try await here.signIn()
        isOff.withLock { $0 = true }
        try await here.restart()
        let path = here.folder.file("spotify-token.json")
        #expect(FileManager.default.fileExists(atPath: path))
        try await here.account.logOut()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func switchingOffAndOnKeepsASignInAndNoneThatWasEnded() async throws {
        let here = try await AccountFixture()
        try await here.signIn()
        try await here.reload(clientID: "")
        // The tokens are still in memory.
        #expect(!ProcessMemory.isReadable)
        try await here.reload(clientID: here.fake.clientID)
        #expect(try await here.account.report.state == .signedIn)
        try await here.reload(clientID: "")
        try await here.account.logOut()
        #expect(ProcessMemory.isReadable)
        try await here.reload(clientID: here.fake.clientID)
        #expect(try await here.account.report.state == .signedOut)
        #expect(try await here.account.connection?.client.authorization.holdsTokens == false)
    }

    /// What the Web API has had too much of is no reason to turn a person away who signs in.
    @Test func limitOfTheWebAPIDoesNotPreventASignIn() async throws {
        let here = try await AccountFixture()
        try await here.signIn()
        try await here.shift(to: .happy)
        here.fake.breakNext(
            .init(nil, "/v1", answer: .failure(429, "slow down", headers: [("Retry-After", "36000")])))
        for _ in 0..<3 { try await here.step() }
        #expect(try await here.account.report.state == .rateLimited)
        try await here.account.logOut()
        try await here.signIn()
        try await here.restart()
        #expect(try await here.account.report.state == .rateLimited)
    }

    /// One odd name in a list must not keep the others from being published.
    @Test func aSearchThatSpotifyRefusesFindsNothing() async throws {
        let here = try await AccountFixture()
        try await here.signIn()
        try await here.shift(to: .happy)
        here.fake.breakNext(.init("GET", "/v1/search", answer: .failure(400, "query exceeds maximum length")))
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    /// Where every search is refused it is said why, and no song is taken for one that Spotify lacks.
    @Test func searchesThatAreAllRefusedAreNoMissingSongs() async throws {
        let here = try await AccountFixture()
        try await here.signIn()
        try await here.shift(to: .happy)
        here.fake.breakNext(.init("GET", "/v1/search", count: 1000, answer: .failure(400, "Invalid limit")))
        for _ in 0..<3 { try await here.step() }
        #expect(try await here.account.publication?.detail.contains("Invalid limit") == true)
        #expect(try await here.store.resolutions(of: "listener42", now: here.now).isEmpty)
        here.fake.mend()
        here.advance(1000)
        try await here.publish()
        #expect(try await here.faults() == [])
    }

    @Test func refusedReplacedAndRepeatedSignInsFail() async throws {
        let here = try await AccountFixture()
        here.fake.refuseSignIn()
        let refused = try await here.account.beginLogin()
        _ = try ScriptedBrowser.visit(refused)
        await #expect(throws: SignInFailure.self) { try await here.account.finishLogin(pasted: nil) }

        // A second one takes the place of the first.
        let first = try await here.account.beginLogin()
        let second = try await here.account.beginLogin()
        #expect(throws: (any Error).self) { try ScriptedBrowser.visit(first) }
        await #expect(throws: SignInFailure.self) {
            try await here.account.finishLogin(pasted: "http://127.0.0.1:1/callback?code=x&state=y")
        }
        // Pasted, as from another machine.
        let address = try #require(try ScriptedBrowser.get(second).headers["location"])
        try await here.account.finishLogin(pasted: address)
        #expect(try await here.account.report.state == .signedIn)
        await #expect(throws: SignInFailure.self) { try await here.account.finishLogin(pasted: address) }
    }
}
