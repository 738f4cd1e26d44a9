import Foundation
import SpotifyTestSupport
import SpotifyWebAPI
import TestSupport
import Testing

/// What comes while Spotify's answer with a new token is on its way.
@Suite(.serialized, .ownThread) struct AuthorizationRaceTests {
    /// A client whose access token is stale, with a refresh that has been answered but not heard of.
    private func refreshing() async throws -> (Surroundings, SpotifyClient, HeldTransport, Task<Void, any Error>) {
        let transport = HeldTransport()
        let here = try Surroundings(transport: transport)
        let client = try await here.signedIn()
        here.clock.advance(4000)
        transport.hold()
        let asking = Task { _ = try await client.topTracks() }
        await transport.untilHeld()
        return (here, client, transport, asking)
    }

    @Test func signOutDuringARefreshLasts() async throws {
        let (here, client, transport, asking) = try await refreshing()
        try await client.authorization.signOut()
        transport.release()
        await #expect(throws: SpotifyError.self) { try await asking.value }
        #expect(await client.authorization.state == .signedOut(nil))
        #expect(await client.authorization.holdsTokens == false)
        #expect(try FileManager.default.contentsOfDirectory(atPath: here.folder.path) == [])
    }

    @Test func signInDuringARefreshIsNotReplaced() async throws {
        let (here, client, transport, asking) = try await refreshing()
        try await here.signIn(client)
        let signedIn = try #require(try here.kept)
        transport.release()
        _ = try await asking.value
        #expect(try here.kept?.refreshToken == signedIn.refreshToken)
        #expect(here.fake.isAlive(refreshToken: signedIn.refreshToken))
    }

    @Test func readingTheDiskAgainLosesNoToken() async throws {
        let (here, client, transport, asking) = try await refreshing()
        // As at a reload of the settings.
        await client.authorization.load()
        #expect(await client.authorization.isRedeeming)
        transport.release()
        _ = try await asking.value
        #expect(await !client.authorization.isRedeeming)
        let kept = try #require(try here.kept)
        #expect(here.fake.isAlive(refreshToken: kept.refreshToken))
        here.clock.advance(4000)
        _ = try await client.topTracks()
        #expect(await client.authorization.state == .signedIn)
    }

    @Test func aTokenThatAnotherProcessRefreshedIsTakenFromTheDisk() async throws {
        let here = try Surroundings()
        let one = try await here.signedIn()
        let other = await here.client()
        for client in [one, other, one, other] {
            here.clock.advance(4000)
            _ = try await client.topTracks()
            #expect(await client.authorization.state == .signedIn)
        }
        #expect(!FileManager.default.fileExists(atPath: here.folder.file("spotify-token.rejected.json")))
    }

    @Test func aSecondChanceWithoutANetworkIsNotSpent() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        here.clock.advance(4000)
        here.fake.breakNext(.init("POST", "/accounts/api/token", answer: .oauth(400, "invalid_grant")))
        await #expect(throws: SpotifyError.self) { try await client.topTracks() }
        here.clock.advance(3601)
        here.fake.breakNext(.init("POST", "/accounts/api/token", answer: .failure(503, "not now")))
        await #expect(throws: SpotifyError.self) { try await client.authorization.tryRejectedAgain() }
        #expect(await client.authorization.secondChanceAt != nil)
        let later = await here.client()
        try await later.authorization.tryRejectedAgain()
        #expect(await later.authorization.state == .signedIn)
        _ = try await later.topTracks()
    }
}
