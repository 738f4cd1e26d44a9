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

    /// The fields of either kind of answer.
    private struct Document: Decodable {
        var access: String?
        var refresh: String?
        /// Seconds.
        var lifetime: Int?
        /// Names with spaces between them.
        var scope: String?
        var error: String?
        var errorDescription: String?

        init(from decoder: any Decoder) {
            let fields = LossyFields(decoder)
            access = fields["access_token"]
            refresh = fields["refresh_token"]
            lifetime = fields.integer("expires_in")
            scope = fields["scope"]
            error = fields["error"]
            errorDescription = fields["error_description"]
        }
    }

    case tokens(Tokens)
    /// The code or refresh token is dead.
    case dead(String)

    /// - Throws: `SpotifyError` for every answer that says nothing about the token.
    init(_ response: HTTPResponse) throws(SpotifyError) {
        let body = try? LossyJSON.decode(Document.self, from: response.body)
        if response.status == 200 {
            guard let access = body?.access, !access.isEmpty else {
                var error = SpotifyError(.server, "Spotify's sign-in service gave an answer that is none")
                error.mayHaveHappened = true
                throw error
            }
            let lifetime = body?.lifetime ?? 3600
            let refresh = body?.refresh.flatMap { $0.isEmpty ? nil : $0 }
            self = .tokens(
                Tokens(
                    access: access, refresh: refresh, lifetime: Double(min(max(lifetime, 0), 86_400)),
                    scopes: body?.scope.map { Set($0.split(separator: " ").map(String.init)) }))
            return
        }
        switch (response.status, body?.error) {
        case (400..<500, "invalid_grant"):
            self = .dead(String((body?.errorDescription ?? "").prefix(200).filter { !$0.isNewline }))
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
