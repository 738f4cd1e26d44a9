package import FoundationEssentials
import Storage

/// Holds the grant: gives out access tokens, fetches new ones in time, and knows when only a new sign-in helps.
///
/// A token that Spotify has just given is on the disk before anything else happens with it.
package actor Authorization {
    package enum State: Sendable, Hashable {
        /// Why, where there is more to say than that nobody has signed in.
        case signedOut(String?)
        case signedIn
        /// Spotify does not accept the sign-in any more.
        case expired(String)
    }

    package private(set) var state = State.signedOut(nil)
    private var grant: Grant?
    /// False while the grant could not be brought to the disk.
    private var isKept = true
    private var rejected: GrantStore.Rejected?
    private var refreshing: Task<Result<Grant, SpotifyError>, Never>?

    private let transport: any HTTPTransport
    private let accountsURL: String
    private let clientID: String
    private let store: GrantStore
    private let gate: RateGate
    private let now: @Sendable () -> Date

    /// A grant called dead is tried once more after this many seconds: Spotify has taken that word back before.
    private static let secondChance = 3600.0

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

    /// Takes up what an earlier run left.
    package func load() async {
        do {
            rejected = try await store.rejected()
            guard let kept = try await store.load(clientID: clientID, now: now()) else {
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

    /// Whether a token is in memory.
    package var holdsTokens: Bool { grant != nil || rejected != nil }

    /// Nil while it is not known: what a credential allows shows at its first use.
    package func allows(_ scope: Scope) -> Bool? {
        guard let grant else { return false }
        return grant.scopes.isEmpty ? nil : grant.allows(scope)
    }

    /// When the person signed in; nil if nobody has.
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
        // Not a child of the caller: a refresh once begun must reach the disk, whoever stops waiting for it.
        let task = refreshing ?? Task { await refresh(grant) }
        refreshing = task
        let outcome = await task.value
        if refreshing == task { refreshing = nil }
        return try outcome.get().accessToken
    }

    private func refresh(_ old: Grant) async -> Result<Grant, SpotifyError> {
        do throws(SpotifyError) {
            if case .tokens(let tokens) = try await redeem(refreshToken: old.refreshToken) {
                return .success(try await take(tokens, into: old, refreshedWith: old.refreshToken))
            }
            if let previous = old.previousRefreshToken, previous != old.refreshToken,
                case .tokens(let tokens) = try await redeem(refreshToken: previous)
            {
                return .success(try await take(tokens, into: old, refreshedWith: previous))
            }
            return .failure(await giveUp(old))
        } catch {
            return .failure(error)
        }
    }

    private func take(
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

    private func keep(_ grant: Grant) async throws(SpotifyError) {
        isKept = false
        do {
            try await store.save(grant)
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

    /// Gives a grant set aside its second and last chance, if it is time.
    package func tryRejectedAgain() async throws(SpotifyError) {
        guard var aside = rejected, let moment = secondChanceAt, now() >= moment else { return }
        aside.wasTriedAgain = true
        rejected = aside
        do {
            try await store.quarantine(aside)
        } catch {
            throw SpotifyError(.storage, "\(error)")
        }
        guard case .tokens(let tokens) = try await redeem(refreshToken: aside.grant.refreshToken) else { return }
        _ = try await take(tokens, into: aside.grant, refreshedWith: aside.grant.refreshToken)
        state = .signedIn
        rejected = nil
        await store.forgetRejected()
    }

    /// Turns the code of a sign-in into a grant.
    package func signIn(code: String, attempt: SignInAttempt, asked scopes: [Scope]) async throws(SpotifyError) {
        let reply = try await post([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", attempt.redirectURI),
            ("client_id", clientID), ("code_verifier", attempt.proof.verifier),
        ])
        guard case .tokens(let tokens) = reply, let refresh = tokens.refresh else {
            throw SpotifyError(.badRequest, "Spotify did not accept the sign-in's code; run `emotunesctl login` again")
        }
        let fresh = Grant(
            clientID: clientID, accessToken: tokens.access,
            accessExpiresAt: Grant.expiry(lifetime: tokens.lifetime, from: now()),
            refreshToken: refresh, scopes: tokens.scopes ?? Set(scopes.map(\.name)), grantedAt: now(),
            // A credential known by now shall not come back in place of this.
            credentialDigest: grant?.credentialDigest ?? rejected?.grant.credentialDigest)
        grant = fresh
        state = .signedIn
        try await keep(fresh)
        rejected = nil
        await store.forgetRejected()
    }

    /// Forgets every token, here and on the disk.
    package func signOut() async throws(SpotifyError) {
        grant = nil
        rejected = nil
        isKept = true
        state = .signedOut(nil)
        do {
            try await store.deleteAll()
        } catch {
            throw SpotifyError(.storage, "\(error)")
        }
    }

    private func redeem(refreshToken: String) async throws(SpotifyError) -> TokenReply {
        try await post([
            ("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("client_id", clientID),
        ])
    }

    private func post(_ form: [(String, String)]) async throws(SpotifyError) -> TokenReply {
        try gate.check(now: now())
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
