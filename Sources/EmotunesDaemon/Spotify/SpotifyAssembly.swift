import Configuration
import ControlProtocol
import Foundation
import SpotifyWebAPI
import StateStore

/// Builds what an account is made of from the settings; keeps what outlives a change of them.
struct SpotifyAssembly: Sendable {
    let account: SpotifyAccount
    let store: StateStore
    private let stateFolder: String
    private let now: @Sendable () -> Date
    private let gate = RateGate()
    /// A gate of its own: what the Web API has had too much of must not keep anybody from signing in.
    private let accountsGate = RateGate()
    private let known = KnownAuthorization()
    private let limits: CurlTransport.Limits
    private let trace: @Sendable (String) -> Void

    /// - Parameter trace: hears of every request to the Web API.
    init(
        account: SpotifyAccount, store: StateStore, stateFolder: String, limits: CurlTransport.Limits = .init(),
        now: @escaping @Sendable () -> Date = { Date() }, trace: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.limits = limits
        self.trace = trace
        self.now = now
        self.account = account
        self.store = store
        self.stateFolder = stateFolder
    }

    /// Takes up what an earlier run left, and connects.
    func start(_ settings: Settings, _ maker: PlaylistMaker) async {
        for (name, gate) in [(SpotifyAccount.gateName, gate), (SpotifyAccount.accountsGateName, accountsGate)] {
            if let kept = try? await store.snapshot(named: name),
                let limit = try? JSONDecoder().decode(RateLimitGate.self, from: kept.content)
            {
                gate.restore(limit)
            }
        }
        await account.attach(tokens: tokens, known: known)
        await connect(settings, maker)
    }

    private var tokens: GrantStore {
        GrantStore(
            stateFolder: stateFolder,
            credential: GrantStore.credentialFile(environment: ProcessInfo.processInfo.environment))
    }

    /// Has the account go by these settings from now on.
    func connect(_ settings: Settings, _ maker: PlaylistMaker) async {
        await account.connect(connection(settings, maker))
    }

    private func connection(_ settings: Settings, _ maker: PlaylistMaker) -> SpotifyAccount.Connection? {
        let spotify = settings.spotify
        guard !spotify.clientID.isEmpty else { return nil }
        let transport = CurlTransport(userAgent: "EmoTunes/\(Release.version)", limits: limits)
        let authorization = known.authorization(clientID: spotify.clientID, accountsURL: spotify.accountsURL) {
            Authorization(
                transport: transport, accountsURL: spotify.accountsURL, clientID: spotify.clientID, store: tokens,
                gate: accountsGate, now: now)
        }
        let client = SpotifyClient(
            transport: transport, apiURL: spotify.apiURL, authorization: authorization, gate: gate, now: now,
            trace: trace)
        return SpotifyAccount.Connection(
            client: client,
            publisher: SpotifyPublisher(
                client: client, store: store, maker: maker,
                template: PlaylistTemplate(name: spotify.playlistName, description: spotify.playlistDescription),
                keepDays: spotify.keepDays, now: now),
            resolver: TrackResolver(client: client, store: store, now: now),
            desk: SignInDesk(
                authorization: authorization, accountsURL: spotify.accountsURL, clientID: spotify.clientID,
                signedIn: { [account] in await account.welcome() }),
            scopes: Scope.needed(
                taste: spotify.taste, follow: settings.playback.follow != .off, cover: spotify.cover,
                tidy: spotify.keepDays > 0),
            readsTaste: spotify.taste, givesCovers: spotify.cover, follow: settings.playback.follow,
            learns: settings.curation.learn)
    }
}
