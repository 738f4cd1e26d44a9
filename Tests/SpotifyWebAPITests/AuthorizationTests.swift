import Foundation
import Glibc
import SpotifyTestSupport
import SpotifyWebAPI
import TestSupport
import Testing

@Suite(.serialized, .ownThread) struct AuthorizationTests {
    @Test func tokenFileIsReadableByItsOwnerOnly() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        #expect(await client.authorization.state == .signedIn)
        var status = stat()
        #expect(stat(here.folder.file("spotify-token.json"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        // A restart goes on with it, without a request.
        here.fake.forgetRequests()
        let again = await here.client()
        #expect(await again.authorization.state == .signedIn)
        #expect(await again.authorization.allows(.writePlaylists) == true)
        #expect(await again.authorization.allows(.steerPlayer) == false)
        #expect(here.fake.requests.isEmpty)
        #expect(here.fake.defects.isEmpty, "\(here.fake.defects)")
    }

    @Test func aNewRefreshTokenIsOnTheDiskBeforeItIsUsed() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        let old = try #require(try here.kept)
        here.clock.advance(4000)
        // The very request that needs the new token fails: the token is there all the same.
        here.fake.breakNext(.init("GET", "/v1", answer: .failure(500, "x")))
        await #expect(throws: SpotifyError.self) { try await client.topTracks() }
        let new = try #require(try here.kept)
        #expect(new.refreshToken != old.refreshToken)
        #expect(new.previousRefreshToken == old.refreshToken)
        #expect(here.fake.isAlive(refreshToken: new.refreshToken))
        #expect(!here.fake.isAlive(refreshToken: old.refreshToken))
        #expect(new.grantedAt == old.grantedAt)
        _ = try await client.topTracks()
        #expect(here.fake.defects.isEmpty, "\(here.fake.defects)")
    }

    @Test func aReplyWithoutARefreshTokenLeavesTheOldOne() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        here.fake.setRotation(.none)
        let old = try #require(try here.kept)
        for _ in 0..<2 {
            here.clock.advance(4000)
            _ = try await client.topTracks()
        }
        let new = try #require(try here.kept)
        #expect(new.refreshToken == old.refreshToken)
        #expect(new.accessToken != old.accessToken)
        #expect(new.previousRefreshToken == nil)
    }

    @Test func previousRefreshTokenIsTriedOnce() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        here.fake.setRotation(.keepsBoth)
        here.clock.advance(4000)
        _ = try await client.topTracks()
        here.clock.advance(4000)
        here.fake.forgetRequests()
        here.fake.breakNext(.init("POST", "/accounts/api/token", answer: .oauth(400, "invalid_grant")))
        _ = try await client.topTracks()
        #expect(
            here.fake.requests == ["POST /accounts/api/token", "POST /accounts/api/token", "GET /v1/me/top/tracks"])
        #expect(await client.authorization.state == .signedIn)
    }

    @Test func aDeadGrantIsSetAsideAndAskedForOnceMore() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        here.clock.advance(4000)
        here.fake.breakNext(.init("POST", "/accounts/api/token", answer: .oauth(400, "invalid_grant")))
        for _ in 0..<3 {
            let error = await #expect(throws: SpotifyError.self) { try await client.topTracks() }
            #expect(error?.code == .expired)
        }
        #expect(here.fake.requests.filter { $0.hasPrefix("POST") }.count == 2)
        #expect(try here.kept == nil)
        guard case .expired = await client.authorization.state else {
            Issue.record("not expired")
            return
        }
        // It was a mistake of Spotify's: an hour later, after a restart, the sign-in is back.
        let later = await here.client()
        guard case .expired = await later.authorization.state else {
            Issue.record("not expired after a restart")
            return
        }
        try await later.authorization.tryRejectedAgain()
        #expect(here.fake.requests.filter { $0.hasPrefix("POST") }.count == 2)
        here.clock.advance(3601)
        try await later.authorization.tryRejectedAgain()
        #expect(await later.authorization.state == .signedIn)
        _ = try await later.topTracks()
    }

    @Test func grantRefusedTwiceIsNotTriedAgain() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        here.fake.killRefreshTokens()
        here.clock.advance(4000)
        await #expect(throws: SpotifyError.self) { try await client.topTracks() }
        here.fake.forgetRequests()
        for _ in 0..<5 {
            here.clock.advance(4000)
            try await client.authorization.tryRejectedAgain()
        }
        #expect(here.fake.requests == ["POST /accounts/api/token"])
        // A new sign-in is a clean start.
        try await here.signIn(client)
        #expect(await client.authorization.state == .signedIn)
        #expect(!FileManager.default.fileExists(atPath: here.folder.file("spotify-token.rejected.json")))
    }

    @Test func signingOutLeavesNothing() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        try await client.authorization.signOut()
        #expect(try FileManager.default.contentsOfDirectory(atPath: here.folder.path) == [])
        #expect(await client.authorization.holdsTokens == false)
        let error = await #expect(throws: SpotifyError.self) { try await client.topTracks() }
        #expect(error?.code == .signedOut)
    }

    @Test func aCredentialStandsInForASignIn() async throws {
        let credentials = try TemporaryFolder()
        let here = try Surroundings(credential: credentials.file("spotify-refresh-token"))
        let first = here.fake.issueTokens(scopes: ["user-top-read"]).refresh
        try Data("\(first)\n".utf8).write(to: URL(fileURLWithPath: credentials.file("spotify-refresh-token")))
        let client = await here.client()
        _ = try await client.topTracks()
        // The token of the credential is dead by now; its successor is on the disk, and goes on after a restart.
        #expect(!here.fake.isAlive(refreshToken: first))
        here.clock.advance(4000)
        _ = try await (await here.client()).topTracks()
        // Another credential is another sign-in.
        let second = here.fake.issueTokens(scopes: ["user-top-read"]).refresh
        try Data(second.utf8).write(to: URL(fileURLWithPath: credentials.file("spotify-refresh-token")))
        _ = try await (await here.client()).topTracks()
        #expect(!here.fake.isAlive(refreshToken: second))
    }

    @Test func oldSignInAsksForARenewal() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        #expect(await client.authorization.renewalDue == nil)
        here.clock.advance(149.5 * 86_400)
        #expect(await client.authorization.renewalDue == nil)
        here.clock.advance(86_400)
        #expect(await client.authorization.renewalDue == 150)
        _ = try await client.topTracks()
        #expect(await client.authorization.renewalDue == 150)
    }

    @Test(arguments: [-86_400.0, 86_400]) func clockADayOffKeepsTheGrant(_ seconds: Double) async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        here.clock.advance(seconds)
        here.fake.expireAccessTokens()
        _ = try await client.topTracks()
        #expect(await client.authorization.state == .signedIn)
    }

    @Test func aFullDiskLosesNothing() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        here.clock.advance(4000)
        // A folder in the way of the new file: it cannot be written.
        let blocked = here.folder.file("spotify-token.json.new")
        try FileManager.default.createDirectory(atPath: blocked + "/x", withIntermediateDirectories: true)
        let error = await #expect(throws: SpotifyError.self) { try await client.topTracks() }
        #expect(error?.code == .storage)
        here.fake.forgetRequests()
        await #expect(throws: SpotifyError.self) { try await client.topTracks() }
        #expect(here.fake.requests.isEmpty)
        try FileManager.default.removeItem(atPath: blocked)
        _ = try await client.topTracks()
        #expect(here.fake.isAlive(refreshToken: try #require(try here.kept).refreshToken))
    }

    @Test func aGrantTellsNoSecret() {
        let grant = Grant(
            clientID: "c", accessToken: "secret-a", accessExpiresAt: .now, refreshToken: "secret-r",
            previousRefreshToken: "secret-p", scopes: [], grantedAt: .now)
        for text in ["\(grant)", String(reflecting: grant), "\([grant])", "\(Optional(grant) as Any)"] {
            #expect(!text.contains("secret"))
        }
        var dumped = ""
        dump(grant, to: &dumped)
        #expect(!dumped.contains("secret"))
    }
}
