import FoundationEssentials
import Publishing
package import SpotifyWebAPI
package import StateStore

/// Keeps the account in step with what the daemon wishes, one small step at a time, and knows how it stands.
///
/// This is the entrance of the module `SpotifySync`: the playlist, its cover, the player that follows it and what the
/// account tells of its listener. It may know `SpotifyWebAPI`, `Publishing`, `StateStore`, `Storage`, `Songs`, `Emotions`
/// and `Covers`; settings and log are given to it as values, and what it has to tell goes out as ``SpotifyEvent``.
///
/// Nothing waits for it: a new playlist only wakes it. What cannot be done now is done when it can.
package actor SpotifyAccount {
    package private(set) var report = SpotifyReport.off
    /// How far the account has come with its playlist; nil before the first wish.
    package private(set) var publication: PublishingRecord?
    /// nil: Spotify is off.
    private(set) var connection: SpotifyConnection?

    private let store: StateStore
    private let ledger: PublishingLedger
    private let log: any SpotifyLog
    private let clocks: AccountClocks
    private let send: @Sendable (SpotifyEvent) -> Void
    private let follower: PlayerFollower
    private let tasteReader: TasteReader
    private let searchAhead: SearchAhead
    /// Where the tokens lie, whether or not there is a connection.
    private var tokens: GrantStore?
    private var authorizations: AuthorizationCache?
    private var waker = AccountWaker()

    private var trouble: SpotifyError?
    private var failures = 0
    /// By the boot clock; nil: no need to wait.
    private var retryAt: Double?
    /// The wish that failed: a newer one is tried at once.
    private var retryFor: Int64?
    private var areNamesDue = true
    /// Rises with every sign-in and sign-out.
    private var signInGeneration = 0
    private var saidRenewal = false
    private var keptLimits: [String: RateLimitGate] = [:]

    /// Under these names the last limits are kept.
    static let gateName = "spotify_not_before", accountsGateName = "spotify_accounts_not_before"

    /// After an answer that waiting will hardly change, seconds until the next try.
    private static let stubborn = 900.0
    /// As long as a slow answer takes; a server that hangs must not keep the daemon from ending for longer.
    private static let tokenPatience = Duration.milliseconds(2500)
    private static let backoff = Backoff(first: 1, longest: 300)
    /// Shorter where no server is reached: none is bothered.
    private static let offlineBackoff = Backoff(first: 1, longest: 60)

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
        searchAhead = SearchAhead(source: candidates, store: store, clocks: clocks)
    }

    /// Names where tokens are kept, and who holds them even while Spotify is switched off.
    func attach(tokens: GrantStore, authorizations: AuthorizationCache) {
        self.tokens = tokens
        self.authorizations = authorizations
    }

    /// Takes over a connection; nil: Spotify is off.
    func connect(_ connection: SpotifyConnection?) async {
        await self.connection?.signIn.close()
        self.connection = connection
        trouble = nil
        failures = 0
        retryAt = nil
        await connection?.client.authorization.load()
        // Playlists made while Spotify was off left it without a wish.
        if connection != nil { try? await ledger.wishForNewest(at: clocks.now(), again: false) }
        await protectMemory()
        await refreshReport()
        wake()
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

    private func isBusy() async -> Bool {
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

// One step of the loop.
extension SpotifyAccount {
    /// Does the most urgent thing there is, once.
    ///
    /// - Returns: seconds until there may be more to do; nil: only when woken.
    func step() async -> Double? {
        let delay = await urgent()
        await keepLimits()
        await protectMemory()
        await refreshReport()
        if await !isBusy() { waker.settle() }
        return delay
    }

    /// Limits that Spotify has set hold for the next run too.
    private func keepLimits() async {
        guard let client = connection?.client else { return }
        for (name, gate) in [(Self.gateName, client.gate), (Self.accountsGateName, client.authorization.gate)] {
            guard let limit = gate.limit, limit != keptLimits[name] else { continue }
            keptLimits[name] = limit
            // If this fails Spotify will say it again.
            try? await store.keepDurably(RateLimitRecord.encode(limit), named: name, at: clocks.now())
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
    private func wish() async -> Int64? { try? await ledger.record()?.playlistID }

    /// One thing, the most urgent first. Gives the seconds until the next.
    private func work(_ connection: SpotifyConnection) async throws -> Double? {
        try await connection.client.authorization.tryRejectedAgain()
        guard await connection.client.authorization.state == .signedIn else { return nil }
        let begun = signInGeneration
        let published = try await connection.publisher.publish()
        if begun != signInGeneration, await connection.client.authorization.state == .signedIn {
            // A sign-in came in between: the playlist may have gone into another account.
            try await ledger.wishForNewest(at: clocks.now(), again: true)
            return 0
        }
        if let playlist = published {
            areNamesDue = true
            await follower.playlistChanged()
            log.note("playlist \(playlist.id) is in the Spotify account, \(playlist.tracks.count) tracks")
            send(.publishing(.playlistChanged))
            return 0
        }
        let look = try await follower.step(connection, boot: clocks.boot(), now: clocks.now())
        if areNamesDue {
            // Cleared first: a newer playlist sets it again.
            areNamesDue = false
            if let newest = try await store.latestPlaylist(), try await connection.publisher.learnNames(of: newest) {
                send(.publishing(.playlistChanged))
                return 0
            }
        }
        if try await upkeep(connection) { return 0 }
        if connection.readsTaste, try await tasteReader.step(connection, now: clocks.now()) { return 0 }
        let search = try await searchAhead.step(connection.resolver)
        let tasteIn = connection.readsTaste ? await tasteReader.secondsUntilDue(now: clocks.now()) : nil
        return [look, search, tasteIn].compactMap(\.self).min()
    }

    /// Covers, and old playlists, once the songs are in the account: what does not come about is said and left.
    ///
    /// - Returns: whether a request was made.
    private func upkeep(_ connection: SpotifyConnection) async throws -> Bool {
        do {
            if connection.givesCovers, let newest = try await store.latestPlaylist(),
                try await connection.publisher.cover(newest)
            {
                return true
            }
            return try await connection.publisher.removeOld()
        } catch let error as SpotifyError where SpotifyPublisher.isFinal(error) {
            log.trouble("Spotify: the playlist is as it should be, but its upkeep did not go well: \(error)")
            return true
        }
    }

    private func failed(_ error: SpotifyError) async -> Double? {
        let isNews = trouble?.code != error.code || trouble?.description != error.description
        trouble = error
        failures += 1
        let delay: Double
        switch error.code {
        case .rateLimited:
            // Searching ahead may have been what was too much.
            if connection?.client.gate.closedUntil(now: clocks.now()) != nil { await searchAhead.slowDown() }
            delay = max(1, error.notBefore?.timeIntervalSince(clocks.now()) ?? 1)
        case .cancelled: return nil
        case .offline: delay = clocks.jitter(Self.offlineBackoff, failures)
        case _ where error.isPassing: delay = clocks.jitter(Self.backoff, failures)
        default: delay = Self.stubborn
        }
        retryAt = clocks.boot() + delay
        if error.code == .rateLimited { retryAt = nil }
        retryFor = await wish()
        let isWaitedOut = error.isPassing || error.code == .expired || error.code == .signedOut
        try? await ledger.noteTrouble(isWaitedOut ? .pending : .failed, error.description, at: clocks.now())
        if isNews { say(error) }
        return delay
    }

    /// One line a change.
    private func say(_ error: SpotifyError) {
        var text = error.description
        if let until = error.notBefore { text += ", until \(until.formatted(.iso8601))" }
        let waits = publication.map { $0.state == .published ? "" : "; playlist \($0.playlistID) waits" } ?? ""
        log.trouble("Spotify: \(text)\(waits)")
    }

    private func recovered() async {
        failures = 0
        retryAt = nil
        guard trouble != nil else { return }
        trouble = nil
        log.note("Spotify works again")
    }

    /// While tokens are in memory no other process may read it, and no core file may hold it.
    private func protectMemory() async {
        ProcessMemory.setReadable(await authorizations?.present?.holdsTokens != true)
    }

    private func refreshReport() async {
        let before = (report, publication)
        report = await presentReport()
        publication = try? await ledger.record()
        if before.0 != report { send(.standing(report)) }
        if before.1 != publication { send(.publishing(.progress(publication))) }
    }

    private func presentReport() async -> SpotifyReport {
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
        if !saidRenewal { log.trouble("Spotify: \(text)") }
        saidRenewal = true
        return SpotifyReport(state: .signedIn, detail: text)
    }
}

// What the person asks for.
extension SpotifyAccount {
    /// Starts a sign-in; gives the address to go to.
    package func beginLogin() async throws(SignInFailure) -> String {
        guard let connection else {
            throw SignInFailure(
                message:
                    "spotify.client_id is not set; the README says how to get one, and `emotunesctl config set` sets it"
            )
        }
        return try await connection.signIn.begin(asking: connection.scopes)
    }

    /// What a sign-in asks for; nothing while Spotify is off.
    package var scopes: [Scope] { connection?.scopes ?? [] }

    /// Ends the sign-in: with the address pasted, or when the browser has come back.
    package func finishLogin(pasted address: String?) async throws(SignInFailure) {
        guard let signIn = connection?.signIn else { throw SignInFailure(message: "spotify.client_id is not set") }
        if let address { try await signIn.finish(pasted: address) } else { try await signIn.finish() }
    }

    /// After a sign-in: the newest playlist goes into the account, whichever that is.
    func signInCompleted() async {
        trouble = nil
        failures = 0
        retryAt = nil
        saidRenewal = false
        areNamesDue = true
        // It may be another person's account, and may allow what the one before did not.
        signInGeneration += 1
        await tasteReader.forget(at: clocks.now())
        log.note("signed in to Spotify")
        try? await ledger.wishForNewest(at: clocks.now(), again: true)
        await protectMemory()
        await refreshReport()
        wake()
    }

    /// Forgets every token, and what the account told.
    package func logOut() async throws(SpotifyError) {
        var was = Authorization.State.signedOut(nil)
        if let connection {
            await connection.signIn.close()
            was = await connection.client.authorization.state
            try await connection.client.authorization.signOut()
        } else if let authorization = authorizations?.present {
            // Switched off, but it would come back as it was.
            try await authorization.signOut()
        } else {
            // Off from the start, but the tokens of an earlier run may lie there.
            do {
                try await tokens?.deleteAll()
            } catch {
                throw SpotifyError(.storage, "\(error)")
            }
        }
        trouble = nil
        signInGeneration += 1
        await tasteReader.forget(at: clocks.now())
        try? await store.forgetHeard()
        if was != .signedOut(nil) { log.note("signed out of Spotify") }
        await protectMemory()
        await refreshReport()
    }
}
