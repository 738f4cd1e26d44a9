/// One sign-in under way: what the browser was sent off with, to compare what comes back with.
package struct SignInAttempt: Sendable {
    let proof: ProofKey
    /// Guards against answers to questions we did not ask (RFC 6749, section 10.12).
    let state: String
    /// Where Spotify sends the browser afterwards.
    package let redirectURI: String
    /// Where the person allows it.
    package let url: String

    /// - Parameters:
    ///   - accountsURL: without a slash at the end.
    ///   - redirectURI: a loopback literal; Spotify takes any port if the registered one names none (RFC 8252, 7.3).
    package init(
        accountsURL: String, clientID: String, redirectURI: String, scopes: [Scope],
        using generator: inout some RandomNumberGenerator
    ) {
        proof = ProofKey(using: &generator)
        state = RandomText.draw(using: &generator)
        self.redirectURI = redirectURI
        let query = PercentEncoding.query([
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirectURI),
            ("scope", scopes.map(\.name).joined(separator: " ")), ("state", state),
            ("code_challenge_method", "S256"), ("code_challenge", proof.challenge),
        ])
        url = "\(accountsURL)/authorize?\(query)"
    }

    /// What the browser brought back.
    package enum Reply: Sendable, Hashable {
        case code(String)
        /// The person, or Spotify, said no.
        case refused(String)
        /// An answer to another question, or none at all; it says nothing about this attempt.
        case foreign
    }

    /// Reads where the browser was sent: a whole address as pasted, or the path a request names.
    package func reply(in address: String) -> Reply {
        guard let mark = address.firstIndex(of: "?") else { return .foreign }
        let query = address[address.index(after: mark)...].prefix { $0 != "#" && !$0.isWhitespace }
        guard let pairs = PercentEncoding.pairs(query), let given = pairs["state"],
            Self.isSame(Array(given.utf8), Array(state.utf8))
        else { return .foreign }
        if let error = pairs["error"] { return .refused(error == "access_denied" ? "it was not allowed" : error) }
        guard let code = pairs["code"], !code.isEmpty else { return .refused("no code came back") }
        return .code(code)
    }

    /// Takes the same time wherever they differ.
    private static func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
