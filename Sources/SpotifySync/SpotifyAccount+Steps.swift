import FoundationEssentials
import Publishing
import SpotifyWebAPI
import StateStore

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
        let gateName = StateStore.snapshotName(Self.gateName, of: userID)
        for (name, gate) in [(gateName, client.gate), (Self.accountsGateName, client.authorization.gate)] {
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
        let begun = signInGeneration
        do {
            let delay = try await work(connection)
            if begun == signInGeneration { await recovered() }
            return delay
        } catch {
            if error is CancellationError || Task.isCancelled { return nil }
            // A sign-in or sign-out came meanwhile: what went wrong belongs to the account from before.
            if begun != signInGeneration { return await connection.client.authorization.state == .signedIn ? 0 : nil }
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
        try await identify(connection)
        let connection = connection.bound(to: userID)
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
        if isSparing { return look }
        if connection.readsTaste, try await tasteReader.step(connection, now: clocks.now()) { return 0 }
        let search = try await searchAhead.step(connection.resolver)
        let tasteIn = connection.readsTaste ? await tasteReader.secondsUntilDue(now: clocks.now()) : nil
        let twin = try await connection.publisher.secondsUntilTwin()
        return [look, search, tasteIn, twin].compactMap(\.self).min()
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
            if try await connection.publisher.removeTwin() { return true }
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
    func protectMemory() async {
        ProcessMemory.setReadable(await authorizations?.present?.holdsTokens != true)
    }

    func refreshReport() async {
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
            return SpotifyReport(state: .signedIn, detail: await losses(connection))
        }
        let text =
            "the sign-in is \(days) days old and ends six months after it was made; run `emotunesctl login` soon"
        if !saidRenewal { log.trouble("Spotify: \(text)") }
        saidRenewal = true
        return SpotifyReport(state: .signedIn, detail: text)
    }

    /// What the sign-in does not allow though it was asked for, and what that costs; empty if it allows all.
    private func losses(_ connection: SpotifyConnection) async -> String {
        var lost: [Scope] = []
        for scope in connection.scopes where await connection.client.authorization.allows(scope) == false {
            lost.append(scope)
        }
        guard !lost.isEmpty else { return "" }
        let costs = lost.map { "\($0.name) (\($0.loss))" }.joined(separator: ", ")
        return "not allowed: \(costs); `emotunesctl login` asks again"
    }
}
