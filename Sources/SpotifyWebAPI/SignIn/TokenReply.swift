/// What the token endpoint answered (RFC 6749, sections 5.1 and 5.2).
enum TokenReply {
    struct Tokens {
        var access: String
        /// Nil: the old one stays.
        var refresh: String?
        /// Seconds the access token lives.
        var lifetime: Double
        /// Nil: what was asked for.
        var scopes: Set<String>?
    }

    case tokens(Tokens)
    /// The code or refresh token is dead.
    case dead(String)

    /// - Throws: `SpotifyError` for every answer that says nothing about the token.
    init(_ response: HTTPResponse) throws(SpotifyError) {
        let body = JSON(parsing: response.body) ?? .null
        if response.status == 200 {
            guard let access = body["access_token"].string, !access.isEmpty else {
                var error = SpotifyError(.server, "Spotify's sign-in service gave an answer that is none")
                error.mayHaveHappened = true
                throw error
            }
            let lifetime = body["expires_in"].integer ?? 3600
            let refresh = body["refresh_token"].string.flatMap { $0.isEmpty ? nil : $0 }
            self = .tokens(
                Tokens(
                    access: access, refresh: refresh, lifetime: Double(min(max(lifetime, 0), 86_400)),
                    scopes: body["scope"].string.map { Set($0.split(separator: " ").map(String.init)) }))
            return
        }
        switch (response.status, body["error"].string) {
        case (400..<500, "invalid_grant"):
            self = .dead(String((body["error_description"].string ?? "").prefix(200).filter { !$0.isNewline }))
        case (400..<500, let error?):
            throw SpotifyError(
                .badClient,
                "Spotify's sign-in service does not accept this app (\(error.prefix(60))): check spotify.client_id, and "
                    + "that the app's redirect URI is http://127.0.0.1/callback")
        default:
            throw SpotifyError(.server, "Spotify's sign-in service is in trouble (status \(response.status))")
        }
    }
}
