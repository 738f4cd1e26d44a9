import Foundation
import SpotifyTestSupport
import SpotifyWebAPI
import Synchronization
import TestSupport
import Testing

@Suite(.serialized, .ownThread) struct SpotifyClientTests {
    private let uris = (0..<20).map { "spotify:track:" + FakeSpotify.identifier("song \($0)") }

    @Test(.enabled(if: SharedFolder.isUsable, Comment(rawValue: SharedFolder.whySkipped)))
    func everyCallIsAsSpotifyDescribesIt() async throws {
        let here = try Surroundings()
        #expect(here.fake.isJudging)
        var generator = SystemRandomNumberGenerator()
        let client = await here.client()
        let scopes = Scope.needed(taste: true, follow: true, cover: true, tidy: true)
        let attempt = SignInAttempt(
            accountsURL: here.fake.accountsURL, clientID: here.fake.clientID,
            redirectURI: "http://127.0.0.1:9/callback", scopes: scopes, using: &generator)
        let sent = try #require(try ScriptedBrowser.get(attempt.url).headers["location"])
        guard case .code(let code) = attempt.reply(in: sent) else { throw SocketTrouble(number: 0) }
        try await client.authorization.signIn(code: code, attempt: attempt, asked: scopes)

        let id = try await client.createPlaylist(name: "EmoTunes", description: "a mark")
        #expect(try await client.owner() == here.fake.ownerID)
        #expect(try await client.findPlaylists(marked: "a mark").map(\.id) == [id])
        #expect(try await client.findPlaylists(marked: "another").isEmpty)
        let facts = try #require(try await client.facts(ofPlaylist: id))
        #expect(facts.isPublic == false && facts.owner == here.fake.ownerID && facts.description == "a mark")
        #expect(try await client.isInLibrary(playlist: id) == true)
        #expect(try await client.replaceItems(of: id, with: uris) != nil)
        try await client.describe(playlist: id, name: "Name", description: "Text")
        let items = try await client.items(ofPlaylist: id)
        #expect(items.map { "spotify:track:" + $0.id } == uris)
        #expect(items.first?.coverURL?.hasPrefix("https://") == true)
        let match = TrackMatch(title: "Clair de lune", artists: ["Claude Debussy"])
        let found = try await client.search(match.queries[0])
        #expect(match.best(of: found)?.title == "Clair de lune")
        _ = try await client.search(match.queries[1])
        _ = try await client.recentlyPlayed(after: "1700000000000")
        _ = try await client.topTracks()
        _ = try await client.savedTracks()
        #expect(try await client.playback() == nil)
        try await client.play(playlist: id)
        try await client.setCover(ofPlaylist: id, to: [0xFF, 0xD8, 0xFF, 0xD9])
        #expect(here.fake.playlists.first?.covers == [[0xFF, 0xD8, 0xFF, 0xD9]])
        #expect(here.fake.defects.isEmpty, "\(here.fake.defects)")
        let made = try #require(here.fake.playlists.first)
        #expect(made.name == "Name" && made.description == "Text" && !made.isPublic)
        try await client.remove(playlist: id)
        #expect(here.fake.playlists.isEmpty && here.fake.defects.isEmpty)
    }

    @Test(
        .takesLong,
        .enabled(if: SharedFolder.isUsable, Comment(rawValue: SharedFolder.whySkipped)),
        arguments: [
            ("POST", "/v1/users/listener42/playlists", "{\"name\":\"x\"}", "deprecated"),
            ("GET", "/v1/playlists/abc/tracks", nil, "deprecated"),
            ("GET", "/v1/audio-features/abc", nil, "deprecated"),
            ("GET", "/v1/search?q=a&type=track&limit=11", nil, "above 10"),
            ("GET", "/v1/search?q=a", nil, "type is missing"),
            ("GET", "/v1/search?q=a&type=song", nil, "none of"),
            ("GET", "/v1/search?q=a&type=track&popular=1", nil, "unknown"),
            ("POST", "/v1/me/playlists", "{\"title\":\"x\"}", "name is missing"),
            ("POST", "/v1/me/playlists", "{\"name\":7}", "is no string"),
            ("PUT", "/v1/playlists/abc/items", "[]", "is no object"),
            ("PUT", "/v1/playlists/abc/items", "{\"uris\":\"x\"}", "is no array"),
            ("GET", "/v1/me/player/recently-played", nil, "scopes"),
            ("GET", "/v1/nothing", nil, "no such operation"),
            ("DELETE", "/v1/playlists/abc/followers", nil, "deprecated"),
            ("PUT", "/v1/playlists/abc/images", "{}", "content type"),
            ("DELETE", "/v1/me/library?uris=spotify:playlist:abc", nil, "scopes"),
        ])
    func aBadRequestIsCaught(_ method: String, _ target: String, _ body: String?, _ complaint: String) async throws {
        let here = try Surroundings()
        let token = here.fake.issueTokens(scopes: ["playlist-modify-private", "playlist-read-private"]).access
        let origin = String(here.fake.apiURL.dropLast(3))
        let response = try await here.transport.send(
            HTTPRequest(
                method, origin + target,
                headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"],
                body: body.map { Array($0.utf8) }))
        #expect([400, 403].contains(response.status))
        #expect(here.fake.defects.contains { $0.contains(complaint) }, "\(here.fake.defects)")
    }

    @Test func aBadSignInIsCaught() throws {
        let here = try Surroundings()
        let bad = [
            "response_type=token", "response_type=code&client_id=other",
            "response_type=code&client_id=\(here.fake.clientID)&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcallback",
            "response_type=code&client_id=\(here.fake.clientID)&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback"
                + "&code_challenge_method=plain&code_challenge=abc",
        ]
        for query in bad {
            #expect(try ScriptedBrowser.visit("\(here.fake.accountsURL)/authorize?\(query)").status == 400)
        }
        #expect(here.fake.defects.count == bad.count)
    }

    @Test func a401MeansOneRefresh() async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        here.fake.expireAccessTokens()
        here.fake.forgetRequests()
        _ = try await client.topTracks()
        #expect(
            here.fake.requests == ["GET /v1/me/top/tracks", "POST /accounts/api/token", "GET /v1/me/top/tracks"])
        here.fake.forgetRequests()
        here.fake.breakNext(.init("GET", "/v1", count: 9, answer: .failure(401, "The access token expired")))
        let error = await #expect(throws: SpotifyError.self) { try await client.topTracks() }
        #expect(error?.code == .expired)
        #expect(here.fake.requests.count == 3)
    }

    @Test func whileTheGateIsClosedNothingIsSent() async throws {
        let here = try Surroundings()
        let gate = RateGate()
        let client = try await here.signedIn(gate: gate)
        here.fake.breakNext(
            .init("GET", "/v1", answer: .failure(429, "API rate limit exceeded", headers: [("Retry-After", "80000")])))
        let error = await #expect(throws: SpotifyError.self) { try await client.topTracks() }
        #expect(error?.code == .rateLimited)
        here.fake.forgetRequests()
        here.clock.advance(79_000)
        // A restart in between changes nothing.
        let restarted = await here.client(gate: RateGate(limit: gate.limit))
        for client in [client, restarted] {
            let error = await #expect(throws: SpotifyError.self) { try await client.topTracks() }
            #expect(error?.code == .rateLimited)
            #expect(error?.notBefore ?? .distantPast > here.clock.now)
        }
        #expect(here.fake.requests.isEmpty)
        here.clock.advance(1002)
        _ = try await restarted.topTracks()
    }

    @Test(
        .takesLong,
        arguments: [
            (LoopbackServer.Answer.failure(500, "x"), SpotifyError.Code.server), (.failure(502, "x"), .server),
            (LoopbackServer.Answer(503, body: Array("<html>".utf8)), .server),
            (LoopbackServer.Answer(200, body: Array("<html>hotel</html>".utf8)), .server),
            (LoopbackServer.Answer(200, body: Array("{\"items\":[{]".utf8)), .server),
            (LoopbackServer.Answer(200), .server),
            (LoopbackServer.Answer.failure(404, "x"), .notFound),
            (LoopbackServer.Answer(302, headers: [("Location", "/")]), .badRequest),
            (.json(200, ["items": "none"]), .cancelled), (.json(200, ["items": [7, .null, ["id": 5]]]), .cancelled),
        ])
    func unusableAnswersAreErrorsOrEmpty(_ answer: LoopbackServer.Answer, _ code: SpotifyError.Code) async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        here.fake.breakNext(.init("GET", "/v1", answer: answer))
        do throws(SpotifyError) {
            // Valid JSON with everything missing is an answer with nothing in it ("cancelled" stands for no error).
            #expect(try await client.topTracks() == [])
            #expect(code == .cancelled)
        } catch {
            #expect(error.code == code)
            #expect(!error.description.contains("html"))
        }
    }

    @Test(arguments: [-9.223372036854775808e18, 9.2e18, -1, 1e300])
    func numbersOutOfRangeReadAsMissing(_ number: Double) async throws {
        let here = try Surroundings()
        let client = try await here.signedIn()
        let track: JSON = [
            "id": "a", "name": "Song", "artists": [["name": "A"]], "duration_ms": .number(number),
            "album": [
                "images": [["url": "https://i/1", "width": .number(number)], ["url": "https://i/2", "width": 64]]
            ],
        ]
        here.fake.breakNext(.init("GET", "/v1/me/top", answer: .json(200, ["items": [track]])))
        let found = try #require(try await client.topTracks().first)
        #expect(found.durationMilliseconds == nil)
        #expect(found.coverURL == "https://i/2")
        #expect(TrackMatch(title: "Song", artists: ["A"], durationMilliseconds: 1000).score(of: found) == 1)
        here.fake.breakNext(
            .init("GET", "/v1/me/player", answer: .json(200, ["item": track, "progress_ms": .number(number)])))
        #expect(try await client.playback()?.progress == 0)
    }

    @Test func grantOfImpossibleAgeIsOld() {
        let grant = Grant(
            clientID: "c", accessToken: "a", accessExpiresAt: .distantPast, refreshToken: "r", scopes: [],
            grantedAt: Date(timeIntervalSince1970: -1e300))
        #expect(grant.ageInDays(now: Date(timeIntervalSince1970: 0)) > Grant.renewalDay)
    }

    @Test func certificateFailureSendsNothing() {
        let error = SpotifyError(HTTPFailure(.certificate, "self-signed certificate"))
        #expect(error.code == .offline)
        #expect(!error.mayHaveHappened)
        #expect(error.description.contains("nothing was sent"))
    }

    @Test func aForbiddenCallIsExplained() {
        func words(_ message: String, reason: String? = nil) -> String {
            var error: [String: JSON] = ["status": 403, "message": .string(message)]
            if let reason { error["reason"] = .string(reason) }
            return SpotifyError(HTTPResponse(status: 403, body: JSON.object(["error": .object(error)]).bytes))
                .description
        }
        #expect(words("Player command failed", reason: "PREMIUM_REQUIRED").contains("Premium"))
        #expect(
            words("Check settings on developer.spotify.com/dashboard, the user may not be registered.")
                .contains("User Management"))
        #expect(words("Insufficient client scope").contains("emotunesctl login"))
        #expect(words("Forbidden").contains("Forbidden"))
    }
}
