import Foundation
import SpotifyTestSupport
import SpotifyWebAPI
import Synchronization
import TestSupport

/// A clock that stands until it is moved.
final class ManualClock: Sendable {
    private let moment = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

    var now: Date { moment.withLock { $0 } }

    func advance(_ seconds: Double) { moment.withLock { $0 += seconds } }
}

/// Everything between a fake Spotify and a test.
struct Surroundings {
    let fake: FakeSpotify
    let folder: TemporaryFolder
    let clock = ManualClock()
    let store: GrantStore
    let transport: any HTTPTransport

    init(credential: String? = nil, transport: any HTTPTransport = CurlTransport(userAgent: "EmoTunes/test")) throws {
        self.transport = transport
        fake = try FakeSpotify()
        folder = try TemporaryFolder()
        store = GrantStore(stateFolder: folder.path, credential: credential)
    }

    /// As a daemon just started.
    func client(gate: RateGate = RateGate()) async -> SpotifyClient {
        let clock = clock
        let authorization = Authorization(
            transport: transport, accountsURL: fake.accountsURL, clientID: fake.clientID, store: store, gate: gate,
            now: { clock.now })
        await authorization.load()
        return SpotifyClient(
            transport: transport, apiURL: fake.apiURL, authorization: authorization, gate: gate, now: { clock.now })
    }

    /// A client whose listener has signed in.
    func signedIn(gate: RateGate = RateGate(), taste: Bool = true) async throws -> SpotifyClient {
        let client = await client(gate: gate)
        try await signIn(client, taste: taste)
        return client
    }

    func signIn(_ client: SpotifyClient, taste: Bool = true) async throws {
        var generator = SystemRandomNumberGenerator()
        let scopes = Scope.needed(taste: taste, follow: false)
        let attempt = SignInAttempt(
            accountsURL: fake.accountsURL, clientID: fake.clientID, redirectURI: "http://127.0.0.1:9/callback",
            scopes: scopes, using: &generator)
        let sent = try ScriptedBrowser.get(attempt.url).headers["location"] ?? ""
        guard case .code(let code) = attempt.reply(in: sent) else { throw SocketTrouble(number: 0) }
        try await client.authorization.signIn(code: code, attempt: attempt, asked: scopes)
    }

    var kept: Grant? {
        get throws {
            guard let data = FileManager.default.contents(atPath: folder.file("spotify-token.json")) else { return nil }
            return try JSONDecoder().decode(Grant.self, from: data)
        }
    }
}
