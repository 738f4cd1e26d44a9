package import FoundationEssentials
package import Platform
package import Publishing
package import SpotifyWebAPI
package import StateStore

/// Builds what an account is made of from the settings; keeps what outlives a change of them.
package struct SpotifyAssembly: Sendable {
    package let account: SpotifyAccount
    private let store: StateStore
    private let stateFolder: String
    private let userAgent: String
    private let log: any SpotifyLog
    private let now: @Sendable () -> Date
    private let gate = RateGate()
    /// A gate of its own: what the Web API has had too much of must not keep the person from signing in.
    private let accountsGate = RateGate()
    private let authorizations = AuthorizationCache()
    private let limits: CurlTransport.Limits
    private let calls: OpenCalls

    /// - Parameters:
    ///   - stateFolder: where tokens are kept.
    ///   - userAgent: how requests name the program.
    ///   - log: hears of every request to the Web API, as a detail.
    ///   - calls: has the request that is under way, so that a server that hangs can be named.
    package init(
        account: SpotifyAccount, store: StateStore, stateFolder: String, userAgent: String, log: any SpotifyLog,
        limits: CurlTransport.Limits = .init(), calls: OpenCalls = OpenCalls(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.account = account
        self.store = store
        self.stateFolder = stateFolder
        self.userAgent = userAgent
        self.log = log
        self.limits = limits
        self.calls = calls
        self.now = now
    }

    /// Takes up what an earlier run left, and connects.
    package func start(_ settings: SpotifySyncSettings, _ replacements: any ReplacementSource) async {
        await restoreLimits()
        await account.attach(tokens: tokens, authorizations: authorizations)
        await connect(settings, replacements)
        await checkRecords()
    }

    private func restoreLimits() async {
        // What was asked of an account is restored with the account.
        for (name, gate) in [(SpotifyAccount.gateName, gate), (SpotifyAccount.accountsGateName, accountsGate)] {
            guard let kept = try? await store.snapshot(named: name) else { continue }
            do {
                gate.restore(try RateLimitRecord.decode(kept.content))
            } catch {
                log.trouble("Spotify: the limit that was kept as \(name) cannot be read and is left out: \(error)")
            }
        }
    }

    /// Says which records of an earlier run cannot be read: each is left out wherever it is needed, and written anew.
    private func checkRecords() async {
        do {
            _ = try await store.keptTaste(of: store.presentAccount())
        } catch {
            log.trouble(
                "Spotify: what the account told of its listener cannot be read and is asked for again: \(error)")
        }
        do {
            _ = try await account.connection?.bound(to: account.userID).publisher.keptFacts()
        } catch {
            log.trouble(
                "Spotify: which playlist of the account is ours cannot be read, so another one is made: \(error)")
        }
    }

    private var tokens: GrantStore {
        GrantStore(
            stateFolder: stateFolder,
            credential: GrantStore.credentialFile(environment: ProcessInfo.processInfo.environment))
    }

    /// Has the account go by these settings from now on.
    package func connect(_ settings: SpotifySyncSettings, _ replacements: any ReplacementSource) async {
        await account.connect(connection(settings, replacements))
    }

    private func connection(
        _ settings: SpotifySyncSettings, _ replacements: any ReplacementSource
    ) -> SpotifyConnection? {
        guard !settings.clientID.isEmpty else { return nil }
        let transport = CurlTransport(userAgent: userAgent, limits: limits, calls: calls)
        let authorization = authorizations.authorization(
            clientID: settings.clientID, accountsURL: settings.accountsURL
        ) {
            Authorization(
                transport: transport, accountsURL: settings.accountsURL, clientID: settings.clientID, store: tokens,
                gate: accountsGate, now: now)
        }
        let client = SpotifyClient(
            transport: transport, apiURL: settings.apiURL, authorization: authorization, gate: gate, now: now,
            trace: { [log] in log.detail("Spotify: \($0)") })
        let scope = AccountScope(allowsExplicit: settings.allowsExplicit)
        let candidates = account.candidates
        return SpotifyConnection(
            client: client,
            publisher: SpotifyPublisher(
                client: client, store: store, replacements: replacements,
                template: PlaylistTemplate(name: settings.playlistName, description: settings.playlistDescription),
                keepDays: settings.keepDays, scope: scope,
                durations: { try await candidates.durations(of: $0) },
                say: { [log] in log.trouble("Spotify: \($0)") }, now: now),
            resolver: TrackResolver(client: client, store: store, scope: scope, now: now),
            signIn: SignInFlow(
                authorization: authorization, accountsURL: settings.accountsURL, clientID: settings.clientID,
                proof: { token, scopes throws(SpotifyError) in
                    try await client.owner(ofToken: token, scopes: scopes)
                },
                completed: { [weak account] in await account?.signInCompleted($0) }),
            scopes: Scope.needed(
                taste: settings.readsTaste, follow: settings.follow != .off, cover: settings.givesCovers,
                tidy: settings.keepDays > 0),
            readsTaste: settings.readsTaste, givesCovers: settings.givesCovers, follow: settings.follow,
            learns: settings.learns, allowsExplicit: settings.allowsExplicit)
    }
}
