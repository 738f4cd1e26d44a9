package import FoundationEssentials

/// Speaks to Spotify's Web API: one call, one request, and one more after a refresh if the token was refused.
///
/// Never waits and never tries again by itself: only the caller knows what the call is for.
package struct SpotifyClient: Sendable {
    /// What an answer without fault looks like.
    enum Expectation {
        /// JSON; anything else is no answer of Spotify's (a hotel's sign-in page says 200 too).
        case document
        /// Nothing, or JSON.
        case acknowledgement
    }

    /// What goes along with a request.
    enum Content {
        case json(any Encodable & Sendable)
        /// A picture, sent as the base64 text of its bytes.
        case jpeg([UInt8])

        var type: String {
            switch self {
            case .json: "application/json"
            case .jpeg: "image/jpeg"
            }
        }

        var bytes: [UInt8] {
            switch self {
            case .json(let document): LossyJSON.encode(document)
            case .jpeg(let picture): Array(Data(picture).base64EncodedString().utf8)
            }
        }
    }

    /// Gives the tokens.
    package let authorization: Authorization
    /// Whether the Web API may be called now.
    package let gate: RateGate
    /// The only account this may act for; nil: any.
    private var account: String?
    private let transport: any HTTPTransport
    private let apiURL: String
    private let now: @Sendable () -> Date
    private let trace: @Sendable (String) -> Void

    /// - Parameters:
    ///   - apiURL: without a slash at the end.
    ///   - trace: hears of every request what it was and how it went; never a secret or what was searched for.
    package init(
        transport: any HTTPTransport, apiURL: String, authorization: Authorization, gate: RateGate,
        now: @escaping @Sendable () -> Date, trace: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.transport = transport
        self.apiURL = apiURL
        self.authorization = authorization
        self.gate = gate
        self.now = now
        self.trace = trace
    }

    /// The same, but refusing to act for any other account: one may sign in while something is done for another.
    package func acting(for account: String?) -> SpotifyClient {
        var client = self
        client.account = account
        return client
    }

    /// Makes a call and reads its answer; nil where it is empty or `null`.
    ///
    /// - Parameter given: a token to use in place of the present sign-in's. It is not replaced when it is refused, and a
    ///   wait that was asked of another account does not hold it up.
    func call<Reply: Decodable>(
        _ method: String, _ path: String, query: [(String, String)] = [], body content: Content? = nil,
        expecting expectation: Expectation = .document, with given: String? = nil,
        as reply: Reply.Type = AnyReply.self
    ) async throws(SpotifyError) -> Reply? {
        var response: HTTPResponse
        if let given {
            response = try await send(method, path, query, content, given)
        } else {
            try gate.check(now: now())
            let token = try await authorization.accessToken()
            try await requireAccount()
            response = try await send(method, path, query, content, token)
            if response.status == 401 {
                let fresh = try await authorization.accessToken(insteadOf: token)
                try await requireAccount()
                response = try await send(method, path, query, content, fresh)
            }
        }
        guard (200..<300).contains(response.status) else { throw SpotifyError(response) }
        if response.status == 204 || (response.body.isEmpty && expectation == .acknowledgement) { return nil }
        do {
            return try LossyJSON.decode(reply, from: response.body)
        } catch {
            var error = SpotifyError(.server, "what answered for Spotify spoke no JSON")
            error.mayHaveHappened = true
            throw error
        }
    }

    private func requireAccount() async throws(SpotifyError) {
        guard let account, let present = await authorization.userID, present != account else { return }
        throw SpotifyError(.signedOut, "another account has signed in meanwhile")
    }

    private func send(
        _ method: String, _ path: String, _ query: [(String, String)], _ content: Content?, _ token: String
    ) async throws(SpotifyError) -> HTTPResponse {
        var headers = ["Authorization": "Bearer \(token)", "Accept": "application/json"]
        if let content { headers["Content-Type"] = content.type }
        let request = HTTPRequest(
            method, apiURL + path + (query.isEmpty ? "" : "?" + PercentEncoding.query(query)), headers: headers,
            body: content?.bytes)
        let response: HTTPResponse
        do {
            response = try await transport.send(request)
        } catch {
            trace("\(method) \(path): \(error)")
            throw SpotifyError(error)
        }
        trace("\(method) \(path): \(response.status)")
        try gate.pass(response, now: now())
        return response
    }
}
