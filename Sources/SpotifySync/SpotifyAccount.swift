import FoundationEssentials
import Publishing
import SpotifyWebAPI
package import StateStore

/// Keeps the account in step with what the daemon wishes, one small step at a time, and knows how it stands.
///
/// This is the entrance of the module `SpotifySync`: the playlist, its cover, the player that follows it and what the
/// account tells of its listener. It may know `SpotifyWebAPI`, `Publishing`, `StateStore`, `Storage`, `Songs`, `Emotions`
/// and `Covers`; settings and log are given to it as values, and what it has to tell goes out as ``SpotifyEvent``.
///
/// Nothing waits for it: a new playlist only wakes it. What cannot be done now is done when it can.
package actor SpotifyAccount {
    package internal(set) var report = SpotifyReport.off
    /// How far the account has come with its playlist; nil before the first wish.
    package internal(set) var publication: PublishingRecord?
    /// nil: Spotify is off.
    private(set) var connection: SpotifyConnection?

    let store: StateStore
    let ledger: PublishingLedger
    let log: any SpotifyLog
    let clocks: AccountClocks
    let send: @Sendable (SpotifyEvent) -> Void
    let follower: PlayerFollower
    let tasteReader: TasteReader
    let searchAhead: SearchAhead
    nonisolated let candidates: any CandidateSource
    /// Where the tokens lie, whether or not there is a connection.
    var tokens: GrantStore?
    var authorizations: AuthorizationCache?
    var waker = AccountWaker()

    var trouble: SpotifyError?
    var failures = 0
    /// By the boot clock; nil: no need to wait.
    var retryAt: Double?
    /// The wish that failed: a newer one is tried at once.
    var retryFor: Int64?
    var areNamesDue = true
    /// Rises with every sign-in and sign-out.
    var signInGeneration = 0
    var saidRenewal = false
    /// The machine is on battery: what can wait, looking up ahead of need and reading the taste, waits.
    private(set) var isSparing = false
    var keptLimits: [String: RateLimitGate] = [:]
    /// The user id whose account is in use; nil: not known, or none.
    var userID: String?
    /// Spotify did not say whose account it is: it is not asked again in this run.
    var isOwnerUnknown = false
    /// False until the settings have been taken over for the first time.
    private var isConnected = false
    private var starting: [CheckedContinuation<Void, Never>] = []

    /// Under these names the last limits are kept; the first, of each account.
    static let gateName = "spotify_not_before", accountsGateName = "spotify_accounts_not_before"

    /// After an answer that waiting will hardly change, seconds until the next try.
    static let stubborn = 900.0
    /// As long as a slow answer takes; a server that hangs must not keep the daemon from ending for longer.
    private static let tokenPatience = Duration.milliseconds(2500)
    static let backoff = Backoff(first: 1, longest: 300)
    /// Shorter where no server is reached: none is bothered.
    static let offlineBackoff = Backoff(first: 1, longest: 60)

    /// - Parameters:
    ///   - candidates: the tracks to look up ahead of need.
    ///   - send: is given every event, in order, before the step that led to it goes on. Must not block.
    package init(
        store: StateStore, candidates: any CandidateSource, log: any SpotifyLog, clocks: AccountClocks = .system,
        send: @escaping @Sendable (SpotifyEvent) -> Void
    ) {
        self.store = store
        self.log = log
        self.clocks = clocks
        self.send = send
        ledger = PublishingLedger(target: SpotifyTarget.name, store: store)
        follower = PlayerFollower(store: store, log: log)
        tasteReader = TasteReader(store: store)
        self.candidates = candidates
        searchAhead = SearchAhead(source: candidates, store: store, clocks: clocks)
    }

    /// Names where tokens are kept, and who holds them even while Spotify is switched off.
    func attach(tokens: GrantStore, authorizations: AuthorizationCache) {
        self.tokens = tokens
        self.authorizations = authorizations
    }

    /// Leaves undone what can wait, or takes it up again.
    package func spare(_ isSparing: Bool) {
        guard isSparing != self.isSparing else { return }
        self.isSparing = isSparing
        waker.wake()
    }

    /// Takes over a connection; nil: Spotify is off.
    func connect(_ connection: SpotifyConnection?) async {
        await self.connection?.signIn.close()
        self.connection = connection
        trouble = nil
        failures = 0
        retryAt = nil
        if let authorization = connection?.client.authorization {
            await authorization.load()
            isOwnerUnknown = false
            await adopt(await authorization.userID)
        }
        // Playlists made while Spotify was off left it without a wish.
        if connection != nil { try? await ledger.wishForNewest(at: clocks.now(), again: false) }
        await protectMemory()
        await refreshReport()
        isConnected = true
        for waiting in starting { waiting.resume() }
        starting = []
        wake()
    }

    /// Returns once the settings have been taken over for the first time: until then it is not known whether Spotify is
    /// switched on.
    func started() async {
        guard !isConnected else { return }
        await withCheckedContinuation { starting.append($0) }
    }

    /// Works until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let delay = await step()
            await sleep(delay)
        }
    }

    /// Says that there may be something to do.
    package func wake() { waker.wake() }

    /// Returns when nothing more can be done for the newest playlist now.
    package func settle() async {
        guard await isBusy() else { return }
        await withCheckedContinuation { waker.idle.append($0) }
    }

    func isBusy() async -> Bool {
        guard let connection, trouble == nil, await connection.client.authorization.state == .signedIn,
            connection.client.gate.closedUntil(now: clocks.now()) == nil
        else { return false }
        return (try? await ledger.isOpen()) ?? false
    }

    /// Whether a token may be on its way from Spotify that is given this once only.
    private var isRedeeming: Bool {
        get async { await authorizations?.present?.isRedeeming ?? false }
    }

    /// Waits, for some seconds at most, until no token is on its way: Spotify gives a new one once, and the old one is
    /// dead then.
    package func awaitTokens() async {
        let end = ContinuousClock.now + Self.tokenPatience
        while await isRedeeming, ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(50), clock: .continuous)
        }
    }

    private func sleep(_ seconds: Double?) async {
        if waker.isWoken {
            waker.isWoken = false
            return
        }
        let timer = seconds.map { seconds in
            Task {
                try? await Task.sleep(for: .seconds(seconds), clock: .continuous)
                if !Task.isCancelled { wake() }
            }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Cancelled before this point: the handler has woken already, and nothing wakes again.
                if Task.isCancelled { continuation.resume() } else { waker.sleeper = continuation }
            }
        } onCancel: {
            Task { await wake() }
        }
        timer?.cancel()
        waker.isWoken = false
    }
}
