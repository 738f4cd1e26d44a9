package import FoundationEssentials
import Storage

/// Holds the grant: gives out access tokens, fetches new ones in time, and knows when only a new sign-in helps.
///
/// A token that Spotify has just given is on the disk before anything else happens with it.
package actor Authorization {
    /// How things stand with the sign-in.
    package enum State: Sendable, Hashable {
        /// Why, where there is more to say than that there is no sign-in.
        case signedOut(String?)
        case signedIn
        /// Spotify does not accept the sign-in any more.
        case expired(String)
    }

    /// How things stand with the sign-in; `signedOut` before `load`.
    package internal(set) var state = State.signedOut(nil)
    var grant: Grant?
    /// False while the grant could not be brought to the disk.
    var isKept = true
    var rejected: GrantStore.Rejected?
    private var refreshing: Task<Result<Grant, SpotifyError>, Never>?
    /// Rises with every sign-in and sign-out: an answer to a request of an earlier generation is dropped.
    var generation = 0
    /// Requests under way whose answer may hold a token that is given out only once.
    var redeeming = 0

    private let transport: any HTTPTransport
    private let accountsURL: String
    let clientID: String
    let store: GrantStore
    /// Whether the accounts' service may be called now.
    package nonisolated let gate: RateGate
    let now: @Sendable () -> Date

    /// A grant called dead is tried once more after this many seconds: Spotify has taken that word back before.
    private static let secondChance = 3600.0

    /// - Parameters:
    ///   - accountsURL: the accounts' service, without a slash at the end.
    ///   - clientID: the app's.
    ///   - now: the wall clock.
    package init(
        transport: any HTTPTransport, accountsURL: String, clientID: String, store: GrantStore, gate: RateGate,
        now: @escaping @Sendable () -> Date
    ) {
        self.transport = transport
        self.accountsURL = accountsURL
        self.clientID = clientID
        self.store = store
        self.gate = gate
        self.now = now
    }

    /// Takes up what an earlier run left; what is in force already stays so.
    package func load() async {
        guard grant == nil, refreshing == nil, redeeming == 0 else { return }
        let begun = generation
        do {
            rejected = try await store.rejected()
            let found = try await store.load(clientID: clientID, now: now())
            guard generation == begun, grant == nil else { return }
            guard let kept = found else {
                state = .signedOut(nil)
                if let rejected, rejected.grant.clientID == clientID {
                    state = .expired("the sign-in has expired; run `emotunesctl login`")
                }
                return
            }
            guard kept.clientID == clientID else {
                state = .signedOut("the sign-in belongs to another spotify.client_id; run `emotunesctl login`")
                return
            }
            grant = kept
            state = .signedIn
        } catch {
            state = .signedOut("\(error)")
        }
    }

    /// Whether a token may be on its way to us.
    package var isRedeeming: Bool { redeeming > 0 || refreshing != nil }

    /// Whether a token is in memory.
    package var holdsTokens: Bool { grant != nil || rejected != nil }

    /// The user id of the account; nil while it is not known, and without a sign-in.
    package var userID: String? { grant?.userID ?? rejected?.grant.userID }

    /// Keeps whose account it is.
    package func noteOwner(_ userID: String) async throws(SpotifyError) {
        guard var known = grant, known.userID != userID else { return }
        known.userID = userID
        grant = known
        try await keep(known)
    }

    /// Nil while it is not known: what a credential allows shows at its first use.
    package func allows(_ scope: Scope) -> Bool? {
        guard let grant else { return false }
        return grant.scopes.isEmpty ? nil : grant.allows(scope)
    }

    /// When the person signed in; nil without a sign-in.
    package var grantedAt: Date? { grant?.grantedAt }

    /// Days since the sign-in once it is time for a new one, else nil.
    package var renewalDue: Int? {
        let age = grant?.ageInDays(now: now()) ?? 0
        return age >= Grant.renewalDay ? age : nil
    }

    /// When a grant set aside has its second chance; nil if it had it.
    package var secondChanceAt: Date? {
        guard grant == nil, let rejected, !rejected.wasTriedAgain, rejected.grant.clientID == clientID else {
            return nil
        }
        return rejected.at.addingTimeInterval(Self.secondChance)
    }

    /// A token to send along.
    ///
    /// - Parameter rejected: one that Spotify has just refused, to be replaced.
    func accessToken(insteadOf rejected: String? = nil) async throws(SpotifyError) -> String {
        guard let grant else {
            switch state {
            case .expired(let why): throw SpotifyError(.expired, why)
            default: throw SpotifyError(.signedOut, "nobody has signed in; run `emotunesctl login`")
            }
        }
        if !isKept { try await keep(grant) }
        if grant.accessToken != rejected, !grant.isAccessExpired(now: now()) { return grant.accessToken }
        // Not a child of the caller: a refresh once begun must reach the disk even where the caller is cancelled.
        let task = refreshing ?? Task { await refresh(grant) }
        refreshing = task
        let outcome = await task.value
        if refreshing == task { refreshing = nil }
        if case .failure = outcome, let rejected { await noteRefused(rejected) }
        return try outcome.get().accessToken
    }

    /// Remembers that an access token is of no use though its time is not over, also for the next run: it is not sent
    /// again while a new one cannot be had.
    private func noteRefused(_ token: String) async {
        guard var known = grant, known.accessToken == token, !known.isAccessExpired(now: now()) else { return }
        known.accessExpiresAt = .distantPast
        grant = known
        try? await keep(known)
    }

    private func refresh(_ old: Grant) async -> Result<Grant, SpotifyError> {
        let begun = generation
        do throws(SpotifyError) {
            let previous = [old.previousRefreshToken].compactMap(\.self).filter { $0 != old.refreshToken }
            for token in [old.refreshToken] + previous {
                let reply = try await redeem(refreshToken: token)
                guard generation == begun else { return superseded() }
                if case .tokens(let tokens) = reply {
                    return .success(try await take(tokens, into: old, refreshedWith: token))
                }
            }
            // Another process may have refreshed it: the file then holds a newer grant than this actor.
            if let other = try? await store.load(clientID: clientID, now: now()), generation == begun,
                other.clientID == clientID, other.refreshToken != old.refreshToken,
                !previous.contains(other.refreshToken)
            {
                grant = other
                return other.isAccessExpired(now: now()) ? await refresh(other) : .success(other)
            }
            guard generation == begun else { return superseded() }
            return .failure(await giveUp(old))
        } catch {
            return .failure(error)
        }
    }

    /// What is in force now, after a sign-out or another sign-in during the wait.
    private func superseded() -> Result<Grant, SpotifyError> {
        grant.map { .success($0) } ?? .failure(SpotifyError(.signedOut, "nobody is signed in any more"))
    }

    func take(
        _ tokens: TokenReply.Tokens, into old: Grant, refreshedWith used: String
    ) async throws(SpotifyError) -> Grant {
        var fresh = old
        fresh.accessToken = tokens.access
        fresh.accessExpiresAt = Grant.expiry(lifetime: tokens.lifetime, from: now())
        fresh.scopes = tokens.scopes ?? old.scopes
        if let new = tokens.refresh, new != used {
            fresh.previousRefreshToken = used
            fresh.refreshToken = new
        } else if used != old.refreshToken {
            fresh.previousRefreshToken = nil
            fresh.refreshToken = used
        }
        grant = fresh
        try await keep(fresh)
        return fresh
    }

    func keep(_ grant: Grant) async throws(SpotifyError) {
        isKept = false
        let begun = generation
        do {
            try await store.save(grant)
            // A sign-out or another sign-in meanwhile may have been written before this.
            if generation != begun {
                if let present = self.grant { try await store.save(present) } else { try await store.deleteAll() }
            }
            isKept = true
        } catch {
            throw SpotifyError(.storage, "\(error)")
        }
    }

    private func giveUp(_ dead: Grant) async -> SpotifyError {
        grant = nil
        let why = "Spotify does not accept the sign-in any more; run `emotunesctl login`"
        state = .expired(why)
        let aside = GrantStore.Rejected(grant: dead, at: now(), wasTriedAgain: rejected != nil)
        rejected = aside
        // On a full disk the dead token stays where it is: the next start finds it dead again.
        try? await store.quarantine(aside)
        return SpotifyError(.expired, why)
    }

    func redeem(refreshToken: String) async throws(SpotifyError) -> TokenReply {
        try await post([
            ("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("client_id", clientID),
        ])
    }

    func post(_ form: [(String, String)]) async throws(SpotifyError) -> TokenReply {
        try gate.check(now: now())
        redeeming += 1
        defer { redeeming -= 1 }
        let request = HTTPRequest(
            "POST", accountsURL + "/api/token",
            headers: ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"],
            body: Array(PercentEncoding.query(form).utf8))
        let response: HTTPResponse
        do {
            response = try await transport.send(request)
        } catch {
            throw SpotifyError(error)
        }
        try gate.pass(response, now: now())
        do {
            return try TokenReply(response)
        } catch {
            var error = error
            error.concernsSignIn = true
            throw error
        }
    }
}
