import SpotifyWebAPI

/// Why a sign-in came to nothing, for the person at the terminal.
package struct SignInFailure: Error {
    package var message: String
}

/// Takes sign-ins: one at a time, the newest in the place of any before.
actor SignInFlow {
    private struct PendingAuthorization {
        var attempt: SignInAttempt
        var scopes: [Scope]
        var listener: RedirectListener
        var outcome: Task<Result<Void, SignInFailure>, Never>
        var number: Int
        /// False once the browser has come back, or will no longer be waited for.
        var isOpen = true
    }

    private var pending: PendingAuthorization?
    private var count = 0
    private let authorization: Authorization
    private let accountsURL: String
    private let clientID: String
    private let proof: Authorization.Proof
    private let completed: @Sendable (SpotifyError?) async -> Void

    /// How long the person has, in seconds.
    private static let patience = 300.0

    /// - Parameters:
    ///   - proof: shows that the account may use the app.
    ///   - completed: is told why that could not be shown; nil where it was.
    init(
        authorization: Authorization, accountsURL: String, clientID: String, proof: @escaping Authorization.Proof,
        completed: @escaping @Sendable (SpotifyError?) async -> Void
    ) {
        self.authorization = authorization
        self.accountsURL = accountsURL
        self.clientID = clientID
        self.proof = proof
        self.completed = completed
    }

    /// Begins a sign-in in place of any before; gives the address to send the person to.
    func begin(asking scopes: [Scope]) throws(SignInFailure) -> String {
        pending?.listener.stop()
        let listener: RedirectListener
        do {
            listener = try RedirectListener()
        } catch {
            throw SignInFailure(message: "no port on 127.0.0.1 could be opened for the browser's return")
        }
        var generator = SystemRandomNumberGenerator()
        let attempt = SignInAttempt(
            accountsURL: accountsURL, clientID: clientID, redirectURI: listener.redirectURI, scopes: scopes,
            using: &generator)
        count += 1
        let number = count
        let outcome = Task { await self.wait(for: attempt, at: listener, scopes, number) }
        pending = PendingAuthorization(
            attempt: attempt, scopes: scopes, listener: listener, outcome: outcome, number: number)
        return attempt.url
    }

    /// Waits until the browser has come back, and for the sign-in that follows.
    func finish() async throws(SignInFailure) {
        guard let pending else { throw SignInFailure(message: "no sign-in is under way; run `emotunesctl login`") }
        let outcome = await pending.outcome.value
        // Told once.
        if self.pending?.number == pending.number { self.pending = nil }
        try outcome.get()
    }

    /// Ends the sign-in with the address the browser was sent to, as the person pasted it.
    func finish(pasted address: String) async throws(SignInFailure) {
        guard let pending, pending.isOpen else {
            throw SignInFailure(message: "no sign-in is under way, or it took too long; run `emotunesctl login` again")
        }
        switch pending.attempt.reply(in: address) {
        case .foreign:
            throw SignInFailure(
                message: "that is not the address the browser was sent to: it begins with "
                    + "\(pending.attempt.redirectURI) and holds code= and state=")
        case .refused(let why):
            close(pending)
            throw SignInFailure(message: "Spotify did not sign you in: \(why)")
        case .code(let code):
            close(pending)
            try await redeem(code, pending.attempt, pending.scopes).get()
        }
    }

    /// Stops waiting.
    func close() {
        if let pending { close(pending) }
    }

    private func close(_ pending: PendingAuthorization) {
        pending.listener.stop()
        self.pending = nil
    }

    private func wait(
        for attempt: SignInAttempt, at listener: RedirectListener, _ scopes: [Scope], _ number: Int
    ) async -> Result<Void, SignInFailure> {
        defer { if pending?.number == number { pending?.isOpen = false } }
        do throws(RedirectListener.Failure) {
            let code = try await listener.wait(seconds: Self.patience) { target in
                switch attempt.reply(in: target) {
                case .foreign: (Self.notThis, Result<String, SignInFailure>?.none)
                case .refused(let why):
                    (Self.refused, .failure(SignInFailure(message: "Spotify did not sign you in: \(why)")))
                case .code(let code): (Self.finished, .success(code))
                }
            }
            switch code {
            case .success(let code): return await redeem(code, attempt, scopes)
            case .failure(let failure): return .failure(failure)
            }
        } catch {
            let why =
                switch error {
                case .timedOut: "nobody came back from Spotify within five minutes; run `emotunesctl login` again"
                case .stopped: "another sign-in took the place of this one"
                case .cannotListen: "no port on 127.0.0.1 could be opened"
                }
            return .failure(SignInFailure(message: why))
        }
    }

    private func redeem(_ code: String, _ attempt: SignInAttempt, _ scopes: [Scope]) async -> Result<
        Void, SignInFailure
    > {
        let doubt: SpotifyError?
        do throws(SpotifyError) {
            doubt = try await authorization.signIn(code: code, attempt: attempt, asked: scopes, proof: proof)
        } catch {
            return .failure(SignInFailure(message: error.description))
        }
        await completed(doubt)
        // What passes by itself is told by the status; this does not.
        guard let doubt, !doubt.isPassing else { return .success(()) }
        return .failure(
            SignInFailure(
                message: "Spotify took the sign-in, but does not let this account use the app: \(doubt). Once that is "
                    + "mended EmoTunes goes on within a quarter of an hour, without another sign-in"))
    }

    private static let finished = RedirectListener.Page(
        status: 200, title: "EmoTunes", text: "That is all: you can close this page. The terminal says how it went.")
    private static let refused = RedirectListener.Page(
        status: 200, title: "EmoTunes", text: "Nothing was allowed, and nothing was changed. You can close this page.")
    private static let notThis = RedirectListener.Page(
        status: 400, title: "EmoTunes", text: "This is not the answer to the sign-in that is under way.")
}
