import Catalogue
import Configuration
import Foundation
import Songs
import SpotifyWebAPI
import StateStore
import SystemIntegration

/// Keeps the account in step with what the daemon wishes, one small step at a time, and knows how we stand with it.
///
/// Nothing waits for it: a shift only rings its bell. What cannot be done now is done when it can.
actor SpotifyAccount {
    /// What an account is made of; replaced as a whole when the settings change.
    struct Connection: Sendable {
        var client: SpotifyClient
        var publisher: SpotifyPublisher
        var resolver: TrackResolver
        var desk: SignInDesk
        var scopes: [Scope]
        var readsTaste: Bool
        var givesCovers: Bool
        var follow: PlaybackSettings.Follow
        /// Whether skips and repeats are kept.
        var learns = true
    }

    private(set) var report = SpotifyReport.off
    /// The playlist target's state, nil before there was a wish.
    private(set) var publication: PublishingRecord?
    var connection: Connection?
    let store: StateStore
    let catalogue: Catalogue
    let journal: Journal
    let clocks: AccountClocks
    /// Where the tokens lie, whether or not there is a connection.
    private(set) var tokens: GrantStore?
    private(set) var known: KnownAuthorization?
    private var changed: @Sendable () async -> Void = {}
    private var playlistChanged: @Sendable () async -> Void = {}

    var trouble: SpotifyError?
    var failures = 0
    /// By the boot clock; nil: no need to wait.
    var retryAt: Double?
    /// The wish that failed: a newer one is tried at once.
    private var retryFor: Int64?
    var nextSearchAt = 0.0
    var searchInterval = leastSearchInterval
    var unknown: [Track] = []
    var unknownRevision: Int64?
    var namesDue = true
    var taste = TasteSchedule()
    /// Rises with every sign-in and sign-out: an answer to what was asked before is then not kept.
    var tastes = 0
    var following = Following()
    var saidRenewal = false
    private var bell = AccountBell()
    private var keptLimits: [String: RateLimitGate] = [:]

    /// Under these names the last limits are kept.
    static let gateName = "spotify_not_before", accountsGateName = "spotify_accounts_not_before"

    /// Seconds between two searches ahead of need.
    static let leastSearchInterval = 4.0, mostSearchInterval = 300.0
    /// After an answer that waiting will hardly change, seconds until the next try.
    private static let stubborn = 900.0
    /// As long as a slow answer takes; a server that hangs must not keep us from ending for longer.
    private static let tokenPatience = Duration.milliseconds(2500)
    private static let backoff = Backoff(first: 1, longest: 300)
    /// Where nobody is reached nobody is bothered.
    private static let offlineBackoff = Backoff(first: 1, longest: 60)

    init(store: StateStore, catalogue: Catalogue, journal: Journal, clocks: AccountClocks = .system) {
        self.store = store
        self.catalogue = catalogue
        self.journal = journal
        self.clocks = clocks
    }

    /// Tells whom to call when the report or the playlist's tracks have changed.
    func attach(changed: @escaping @Sendable () async -> Void, playlistChanged: @escaping @Sendable () async -> Void) {
        self.changed = changed
        self.playlistChanged = playlistChanged
    }

    /// Names where tokens are kept, and who holds them even while Spotify is switched off.
    func attach(tokens: GrantStore, known: KnownAuthorization) {
        self.tokens = tokens
        self.known = known
    }

    /// Whether a token may be on its way from Spotify that nobody else will ever see.
    var isRedeeming: Bool {
        get async { await known?.present?.isRedeeming ?? false }
    }

    /// Waits, for some seconds at most, until no token is on its way: Spotify gives a new one once, and the old one is
    /// dead then.
    func awaitTokens() async {
        let end = ContinuousClock.now + Self.tokenPatience
        while await isRedeeming, ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(50), clock: .continuous)
        }
    }

    /// Takes over a connection; nil: Spotify is off.
    func connect(_ connection: Connection?) async {
        await self.connection?.desk.close()
        self.connection = connection
        trouble = nil
        failures = 0
        retryAt = nil
        await connection?.client.authorization.load()
        // Playlists made while Spotify was off have no wish of their own.
        if connection != nil {
            try? await store.wishForNewestPlaylist(target: SpotifyPublisher.target, at: clocks.now(), again: false)
        }
        await keepSecrets()
        await refreshReport()
        ring()
    }

    /// Works until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let delay = await step()
            await pause(delay)
        }
    }

    /// Says that there may be something to do.
    func ring() {
        bell.isRung = true
        bell.wake()
    }

    /// Returns when nothing more can be done for the newest playlist now.
    func settle() async {
        guard await isBusy() else { return }
        await withCheckedContinuation { bell.idle.append($0) }
    }

    private func isBusy() async -> Bool {
        guard let connection, trouble == nil, await connection.client.authorization.state == .signedIn,
            connection.client.gate.closedUntil(now: clocks.now()) == nil
        else { return false }
        return (try? await connection.publisher.isDue()) ?? false
    }

    /// Does the most urgent thing there is, once.
    ///
    /// - Returns: seconds until there may be more to do; nil: only when the bell rings.
    func step() async -> Double? {
        let delay = await urgent()
        await keepLimit()
        await keepSecrets()
        await refreshReport()
        if await !isBusy() { bell.settle() }
        return delay
    }

    /// What Spotify has asked for outlives us.
    private func keepLimit() async {
        guard let client = connection?.client else { return }
        for (name, gate) in [(Self.gateName, client.gate), (Self.accountsGateName, client.authorization.gate)] {
            guard let limit = gate.limit, limit != keptLimits[name] else { continue }
            keptLimits[name] = limit
            // If this fails Spotify will say it again.
            try? await store.keepDurably(
                (try? JSONEncoder().encode(limit)) ?? Data(), named: name, at: clocks.now())
        }
    }

    private func urgent() async -> Double? {
        guard let connection else { return nil }
        let authorization = connection.client.authorization
        if let moment = await authorization.secondChanceAt {
            let left = moment.timeIntervalSince(clocks.now())
            if left > 0 { return left }
        } else if await authorization.state != .signedIn {
            return nil
        }
        if let until = connection.client.gate.closedUntil(now: clocks.now()) {
            return until.timeIntervalSince(clocks.now())
        }
        if let retryAt, clocks.boot() < retryAt, await wish() == retryFor { return retryAt - clocks.boot() }
        do {
            let delay = try await work(connection)
            await recovered()
            return delay
        } catch is CancellationError {
            return nil
        } catch {
            return await failed((error as? SpotifyError) ?? SpotifyError(.storage, "\(error)"))
        }
    }

    /// The playlist the account should show.
    private func wish() async -> Int64? {
        try? await store.publishing().first { $0.target == SpotifyPublisher.target }?.playlistID
    }

    /// One thing, the most urgent first. Gives the seconds until the next.
    private func work(_ connection: Connection) async throws -> Double? {
        try await connection.client.authorization.tryRejectedAgain()
        guard await connection.client.authorization.state == .signedIn else { return nil }
        let begun = tastes
        let published = try await connection.publisher.publish()
        if begun != tastes, await connection.client.authorization.state == .signedIn {
            // Somebody signed in meanwhile: it may have gone into another account.
            try await store.wishForNewestPlaylist(target: SpotifyPublisher.target, at: clocks.now(), again: true)
            return 0
        }
        if let playlist = published {
            namesDue = true
            following.listChanged()
            journal.note(
                "playlist \(playlist.id) is in the Spotify account, \(playlist.tracks.count) tracks", event: .spotify)
            await playlistChanged()
            return 0
        }
        let look = try await follow(connection, boot: clocks.boot(), now: clocks.now())
        if namesDue {
            // Cleared first: a newer playlist sets it again.
            namesDue = false
            if let newest = try await store.latestPlaylist(), try await connection.publisher.learnNames(of: newest) {
                await playlistChanged()
                return 0
            }
        }
        if try await upkeep(connection) { return 0 }
        if connection.readsTaste, try await readTaste(connection.client, now: clocks.now()) { return 0 }
        let search = try await searchAhead(connection)
        let tasteIn = connection.readsTaste ? taste.secondsUntilDue(now: clocks.now()) : nil
        return [look, search, tasteIn].compactMap(\.self).min()
    }

    private func failed(_ error: SpotifyError) async -> Double? {
        let isNews = trouble?.code != error.code || trouble?.description != error.description
        trouble = error
        failures += 1
        let delay: Double
        switch error.code {
        case .rateLimited:
            // Searching ahead may have been what was too much.
            if connection?.client.gate.closedUntil(now: clocks.now()) != nil {
                searchInterval = min(searchInterval * 2, Self.mostSearchInterval)
            }
            delay = max(1, error.notBefore?.timeIntervalSince(clocks.now()) ?? 1)
        case .cancelled: return nil
        case .offline: delay = clocks.jitter(Self.offlineBackoff, failures)
        case _ where error.isPassing: delay = clocks.jitter(Self.backoff, failures)
        default: delay = Self.stubborn
        }
        retryAt = clocks.boot() + delay
        if error.code == .rateLimited { retryAt = nil }
        retryFor = await wish()
        await notePublication(error)
        if isNews { say(error) }
        return delay
    }

    /// One line a change.
    private func say(_ error: SpotifyError) {
        var text = error.description
        if let until = error.notBefore { text += ", until \(until.formatted(.iso8601))" }
        let waits = publication.map { $0.state == .published ? "" : "; playlist \($0.playlistID) waits" } ?? ""
        journal.trouble("Spotify: \(text)\(waits)", event: .spotify)
    }

    /// Something went wrong that nothing waits for.
    func complain(_ text: String) { journal.trouble("Spotify: \(text)", event: .spotify) }

    private func recovered() async {
        failures = 0
        retryAt = nil
        guard trouble != nil else { return }
        trouble = nil
        journal.note("Spotify works again", event: .spotify)
    }

    private func notePublication(_ error: SpotifyError) async {
        guard var record = try? await store.publishing().first(where: { $0.target == SpotifyPublisher.target }),
            record.state != .published
        else { return }
        record.state = error.isPassing || error.code == .expired || error.code == .signedOut ? .pending : .failed
        record.detail = error.description
        record.at = clocks.now()
        _ = try? await store.notePublishing(record)
    }

    /// While tokens are in memory, nobody may read it, and no core file may hold it.
    func keepSecrets() async {
        ProcessMemory.setReadable(await known?.present?.holdsTokens != true)
    }

    func refreshReport() async {
        let before = (report, publication)
        report = await present()
        publication = try? await store.publishing().first { $0.target == SpotifyPublisher.target }
        if before != (report, publication) { await changed() }
    }

    private func present() async -> SpotifyReport {
        guard let connection else { return .off }
        switch await connection.client.authorization.state {
        case .signedOut(let why):
            return SpotifyReport(state: .signedOut, detail: why ?? "run `emotunesctl login`")
        case .expired(let why): return SpotifyReport(state: .expired, detail: why)
        case .signedIn: break
        }
        let isTokenRefused = trouble?.code == .rateLimited
        if let until = connection.client.gate.closedUntil(now: clocks.now())
            ?? (isTokenRefused ? connection.client.authorization.gate.closedUntil(now: clocks.now()) : nil)
        {
            return SpotifyReport(
                state: .rateLimited, detail: "Spotify has asked to be left alone for a while", notBefore: until)
        }
        if let trouble {
            let state: SpotifyReport.State =
                switch trouble.code {
                case .offline: .offline
                case .expired: .expired
                default: .signedIn
                }
            return SpotifyReport(state: state, detail: trouble.description)
        }
        guard let days = await connection.client.authorization.renewalDue else {
            return SpotifyReport(state: .signedIn, detail: "")
        }
        let text =
            "the sign-in is \(days) days old and ends six months after it was made; run `emotunesctl login` soon"
        if !saidRenewal { journal.trouble("Spotify: \(text)", event: .spotify) }
        saidRenewal = true
        return SpotifyReport(state: .signedIn, detail: text)
    }

    private func pause(_ seconds: Double?) async {
        if bell.isRung {
            bell.isRung = false
            return
        }
        let timer = seconds.map { seconds in
            Task {
                try? await Task.sleep(for: .seconds(seconds), clock: .continuous)
                if !Task.isCancelled { ring() }
            }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Cancelled before we came here: there is nobody left to wake us.
                if Task.isCancelled { continuation.resume() } else { bell.sleeper = continuation }
            }
        } onCancel: {
            Task { await ring() }
        }
        timer?.cancel()
        bell.isRung = false
    }
}
