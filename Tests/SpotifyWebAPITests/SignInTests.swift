import Foundation
import SpotifyTestSupport
import Synchronization
import TestSupport
import Testing

@testable import SpotifyWebAPI

@Suite struct ProofKeyTests {
    @Test func theExampleOfRFC7636() {
        let proof = ProofKey(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(proof.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func theExamplesOfRFC4648() {
        let examples = ["": "", "f": "Zg", "fo": "Zm8", "foo": "Zm9v", "foob": "Zm9vYg", "fooba": "Zm9vYmE"]
        for (text, encoded) in examples { #expect(Base64URL.encode(Array(text.utf8)) == encoded) }
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
    }

    @Test func drawnTextsDiffer() {
        var generator = SystemRandomNumberGenerator()
        let drawn = Set((0..<200).map { _ in ProofKey(using: &generator).verifier })
        #expect(drawn.count == 200)
        #expect(drawn.allSatisfy { $0.count == 43 })
    }
}

@Suite struct SignInAttemptTests {
    private var attempt: SignInAttempt {
        var generator = SystemRandomNumberGenerator()
        return SignInAttempt(
            accountsURL: "https://accounts.example", clientID: "abc", redirectURI: "http://127.0.0.1:1/callback",
            scopes: Scope.needed(taste: true, follow: false), using: &generator)
    }

    private func state(of attempt: SignInAttempt) throws -> String {
        try #require(URLComponents(string: attempt.url)?.queryItems?.first { $0.name == "state" }?.value)
    }

    @Test func onlyItsOwnStateIsTaken() throws {
        let attempt = attempt
        let state = try state(of: attempt)
        #expect(attempt.reply(in: "/callback?code=a%2Bb&state=\(state)") == .code("a+b"))
        #expect(attempt.reply(in: "http://127.0.0.1:1/callback?state=\(state)&code=x#_=_") == .code("x"))
        #expect(attempt.reply(in: "/callback?code=ab&state=\(state)x") == .foreign)
        #expect(attempt.reply(in: "/callback?code=ab") == .foreign)
        #expect(attempt.reply(in: "/favicon.ico") == .foreign)
        #expect(attempt.reply(in: "/callback?code=%zz&state=\(state)") == .foreign)
        #expect(
            attempt.reply(in: "/callback?error=access_denied&state=\(state)") == .refused("it was not allowed"))
    }

    @Test func leastScopes() {
        #expect(
            Scope.needed(taste: false, follow: false).map(\.name) == [
                "playlist-modify-private", "playlist-read-private", "user-read-private",
            ])
    }
}

@Suite(.ownThread) struct RedirectListenerTests {
    @Test func foreignRequestDoesNotEndTheWait() async throws {
        let listener = try RedirectListener()
        let waiting = Task {
            try await listener.wait(seconds: 30) { target in
                target == "/callback?right"
                    ? (.init(status: 200, title: "Done", text: "Close this."), target)
                    : (.init(status: 400, title: "No", text: "Not this."), String?.none)
            }
        }
        #expect(try ScriptedBrowser.visit(listener.redirectURI + "?wrong").status == 400)
        let last = try ScriptedBrowser.visit(listener.redirectURI + "?right")
        #expect(last.status == 200)
        #expect(last.page.contains("Close this."))
        #expect(try await waiting.value == "/callback?right")
    }

    /// A page in the browser, or any program of this machine, can open connections and say nothing.
    @Test func silentConnectionsDoNotKeepTheBrowserWaiting() async throws {
        let listener = try RedirectListener()
        let waiting = Task {
            try await listener.wait(seconds: 8) { target in (.init(status: 200, title: "Done", text: ""), target) }
        }
        let silent = try (0..<40).map { _ in try ScriptedBrowser.connect(listener.redirectURI) }
        defer { for descriptor in silent { close(descriptor) } }
        #expect(try ScriptedBrowser.visit(listener.redirectURI + "?code=c").status == 200)
        #expect(try await waiting.value == "/callback?code=c")
    }

    @Test func failingToAcceptDoesNotSpin() async throws {
        let tries = Mutex(0)
        let listener = try RedirectListener(acceptNext: { _ in
            tries.withLock { $0 += 1 }
            errno = EMFILE
            return -1
        })
        let caller = try ScriptedBrowser.connect(listener.redirectURI)
        defer { close(caller) }
        await #expect(throws: RedirectListener.Failure.timedOut) {
            try await listener.wait(seconds: 1) { _ in (.init(status: 200, title: "", text: ""), 1) }
        }
        let count = tries.withLock { $0 }
        #expect((1...5).contains(count), "\(count) tries in a second")
    }

    @Test func waitEndsAtTheTimeout() async throws {
        let listener = try RedirectListener()
        await #expect(throws: RedirectListener.Failure.timedOut) {
            try await listener.wait(seconds: 0.01) { _ in (.init(status: 200, title: "", text: ""), 1) }
        }
        listener.stop()
        await #expect(throws: RedirectListener.Failure.stopped) {
            try await listener.wait(seconds: 30) { _ in (.init(status: 200, title: "", text: ""), 1) }
        }
    }
}
