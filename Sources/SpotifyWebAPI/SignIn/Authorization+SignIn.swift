import FoundationEssentials
import Storage

// A sign-in, its end, and the second chance of one that Spotify called dead.
extension Authorization {
    /// Asks Spotify with a token that was just given whose account it is.
    package typealias Proof =
        @Sendable (_ token: String, _ scopes: Set<String>) async throws(SpotifyError) -> String?

    /// Turns the code of a sign-in into a grant.
    ///
    /// - Parameter proof: asked before the grant is in force. One that may not use the app takes no other's place.
    /// - Returns: why it could not be shown that the account may use the app; nil where that is shown.
    @discardableResult package func signIn(
        code: String, attempt: SignInAttempt, asked scopes: [Scope], proof: Proof? = nil
    ) async throws(SpotifyError) -> SpotifyError? {
        let begun = generation
        // Until what comes of it is on the disk.
        redeeming += 1
        defer { redeeming -= 1 }
        let reply = try await post([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", attempt.redirectURI),
            ("client_id", clientID), ("code_verifier", attempt.proof.verifier),
        ])
        try requireNoOther(since: begun)
        guard case .tokens(let tokens) = reply, let refresh = tokens.refresh else {
            throw SpotifyError(.badRequest, "Spotify did not accept the sign-in's code; run `emotunesctl login` again")
        }
        let granted = tokens.scopes ?? Set(scopes.map(\.name))
        var (owner, doubt): (String?, SpotifyError?)
        if let proof {
            do throws(SpotifyError) {
                owner = try await proof(tokens.access, granted)
            } catch {
                doubt = error
            }
            try requireNoOther(since: begun)
            if var doubt, doubt.code == .forbidden, grant != nil {
                doubt.description += "; the sign-in from before stays in force"
                throw doubt
            }
        }
        let fresh = Grant(
            clientID: clientID, accessToken: tokens.access,
            accessExpiresAt: Grant.expiry(lifetime: tokens.lifetime, from: now()),
            refreshToken: refresh, scopes: granted, grantedAt: now(),
            // A credential known by now shall not come back in place of this.
            credentialDigest: grant?.credentialDigest ?? rejected?.grant.credentialDigest, userID: owner)
        generation += 1
        grant = fresh
        state = .signedIn
        // Cleared before the wait: it names the account from before.
        rejected = nil
        try await keep(fresh)
        await store.forgetRejected()
        return doubt
    }

    private func requireNoOther(since begun: Int) throws(SpotifyError) {
        guard generation != begun else { return }
        throw SpotifyError(.signedOut, "somebody signed out, or in, meanwhile; run `emotunesctl login` again")
    }

    /// Forgets every token, here and on the disk.
    package func signOut() async throws(SpotifyError) {
        generation += 1
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

    /// Gives a grant set aside its second and last chance, if it is time.
    package func tryRejectedAgain() async throws(SpotifyError) {
        guard var aside = rejected, let moment = secondChanceAt, now() >= moment else { return }
        let begun = generation
        redeeming += 1
        defer { redeeming -= 1 }
        var reply: TokenReply?
        var refusal: SpotifyError?
        do throws(SpotifyError) {
            reply = try await redeem(refreshToken: aside.grant.refreshToken)
        } catch {
            // Without a network there is no chance to have had.
            if error.isPassing || error.code == .cancelled { throw error }
            refusal = error
        }
        guard generation == begun else { return }
        guard case .tokens(let tokens)? = reply else {
            aside.wasTriedAgain = true
            rejected = aside
            do {
                try await store.quarantine(aside)
            } catch {
                throw SpotifyError(.storage, "\(error)")
            }
            if let refusal { throw refusal }
            return
        }
        state = .signedIn
        rejected = nil
        _ = try await take(tokens, into: aside.grant, refreshedWith: aside.grant.refreshToken)
        await store.forgetRejected()
    }
}
