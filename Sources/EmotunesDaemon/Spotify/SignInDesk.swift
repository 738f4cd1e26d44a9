import SpotifyWebAPI

/// Takes sign-ins: one at a time, the newest in the place of any before.
actor SignInDesk {
    /// Why a sign-in came to nothing, for the person at the terminal.
    struct Failure: Error {
        var message: String
    }

    private struct Visit {
        var attempt: SignInAttempt
        var scopes: [Scope]
        var listener: RedirectListener
        var outcome: Task<Result<Void, Failure>, Never>
        var number: Int
        /// False once the browser has come back, or will no longer be waited for.
        var isOpen = true
    }

    private var visit: Visit?
    private var count = 0
    private let authorization: Authorization
    private let accountsURL: String
    private let clientID: String
    private let signedIn: @Sendable () async -> Void

    /// How long the person has, in seconds.
    private static let patience = 300.0

    init(
        authorization: Authorization, accountsURL: String, clientID: String,
        signedIn: @escaping @Sendable () async -> Void
    ) {
        self.authorization = authorization
        self.accountsURL = accountsURL
        self.clientID = clientID
        self.signedIn = signedIn
    }

    /// Where to send the person, from now on waited for.
    func begin(asking scopes: [Scope]) throws(Failure) -> String {
        visit?.listener.stop()
        let listener: RedirectListener
        do {
            listener = try RedirectListener()
        } catch {
            throw Failure(message: "no port on 127.0.0.1 could be opened for the browser's return")
        }
        var generator = SystemRandomNumberGenerator()
        let attempt = SignInAttempt(
            accountsURL: accountsURL, clientID: clientID, redirectURI: listener.redirectURI, scopes: scopes,
            using: &generator)
        count += 1
        let number = count
        let outcome = Task { await self.wait(for: attempt, at: listener, scopes, number) }
        visit = Visit(attempt: attempt, scopes: scopes, listener: listener, outcome: outcome, number: number)
        return attempt.url
    }

    /// Waits until the browser has come back, and for the sign-in that follows.
    func finish() async throws(Failure) {
        guard let visit else { throw Failure(message: "no sign-in is under way; run `emotunesctl login`") }
        let outcome = await visit.outcome.value
        // Told once.
        if self.visit?.number == visit.number { self.visit = nil }
        try outcome.get()
    }

    /// Ends the sign-in with the address the browser was sent to, as the person pasted it.
    func finish(pasted address: String) async throws(Failure) {
        guard let visit, visit.isOpen else {
            throw Failure(message: "no sign-in is under way, or it took too long; run `emotunesctl login` again")
        }
        switch visit.attempt.reply(in: address) {
        case .foreign:
            throw Failure(
                message: "that is not the address the browser was sent to: it begins with "
                    + "\(visit.attempt.redirectURI) and holds code= and state=")
        case .refused(let why):
            close(visit)
            throw Failure(message: "Spotify did not sign you in: \(why)")
        case .code(let code):
            close(visit)
            try await redeem(code, visit.attempt, visit.scopes).get()
        }
    }

    /// Stops waiting.
    func close() {
        if let visit { close(visit) }
    }

    private func close(_ visit: Visit) {
        visit.listener.stop()
        self.visit = nil
    }

    private func wait(
        for attempt: SignInAttempt, at listener: RedirectListener, _ scopes: [Scope], _ number: Int
    ) async -> Result<Void, Failure> {
        defer { if visit?.number == number { visit?.isOpen = false } }
        do throws(RedirectListener.Failure) {
            let code = try await listener.wait(seconds: Self.patience) { target in
                switch attempt.reply(in: target) {
                case .foreign: (Self.notThis, Result<String, Failure>?.none)
                case .refused(let why):
                    (Self.refused, .failure(Failure(message: "Spotify did not sign you in: \(why)")))
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
            return .failure(Failure(message: why))
        }
    }

    private func redeem(_ code: String, _ attempt: SignInAttempt, _ scopes: [Scope]) async -> Result<Void, Failure> {
        do throws(SpotifyError) {
            try await authorization.signIn(code: code, attempt: attempt, asked: scopes)
        } catch {
            return .failure(Failure(message: error.description))
        }
        await signedIn()
        return .success(())
    }

    private static let finished = RedirectListener.Page(
        status: 200, title: "EmoTunes", text: "That is all: you can close this page. The terminal says how it went.")
    private static let refused = RedirectListener.Page(
        status: 200, title: "EmoTunes", text: "Nothing was allowed, and nothing was changed. You can close this page.")
    private static let notThis = RedirectListener.Page(
        status: 400, title: "EmoTunes", text: "This is not the answer to the sign-in that is under way.")
}
