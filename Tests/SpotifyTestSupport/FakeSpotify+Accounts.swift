import Foundation
import SpotifyWebAPI
import Synchronization

// The accounts service: RFC 6749 (authorisation code, refresh), RFC 7636 (proof key), RFC 8252 (loopback redirect).
extension FakeSpotify {
    /// The scopes Spotify's document names and this product may ask for.
    private static let scopes: Set<String> = [
        "playlist-modify-private", "playlist-read-private", "user-read-recently-played", "user-top-read",
        "user-library-read", "user-read-playback-state", "user-modify-playback-state", "ugc-image-upload",
        "user-library-modify", "user-read-private",
    ]

    func accounts(_ request: LoopbackServer.Request, _ path: String) -> LoopbackServer.Answer {
        switch (request.method, path) {
        case ("GET", "/authorize"): authorize(PercentEncoding.pairs(request.query[...]) ?? [:])
        case ("POST", "/api/token"): token(request)
        default: refuse(404, "not_found", "\(request.method) \(path)")
        }
    }

    private func refuse(_ status: Int, _ error: String, _ why: String) -> LoopbackServer.Answer {
        note(defect: "accounts: \(why)")
        return .oauth(status, error)
    }

    private func authorize(_ query: [String: String]) -> LoopbackServer.Answer {
        let redirect = query["redirect_uri"] ?? ""
        guard query["response_type"] == "code" else { return refuse(400, "invalid_request", "response_type") }
        guard query["client_id"] == clientID else { return refuse(400, "invalid_client", "client_id") }
        guard redirect.firstMatch(of: /^http:\/\/127\.0\.0\.1:[0-9]+\/[a-z]*$/) != nil else {
            return refuse(400, "invalid_request", "redirect_uri \(redirect)")
        }
        guard query["code_challenge_method"] == "S256", let challenge = query["code_challenge"],
            challenge.wholeMatch(of: /[A-Za-z0-9_-]{43}/) != nil
        else { return refuse(400, "invalid_request", "code_challenge") }
        guard let nonce = query["state"], nonce.count >= 16 else { return refuse(400, "invalid_request", "state") }
        let wanted = Set((query["scope"] ?? "").split(separator: " ").map(String.init))
        guard wanted.isSubset(of: Self.scopes) else { return refuse(400, "invalid_scope", "scope \(wanted)") }
        let isRefused = state.withLock { state in
            defer { state.refusesSignIn = false }
            return state.refusesSignIn
        }
        if isRefused {
            return LoopbackServer.Answer(
                302, headers: [("Location", "\(redirect)?error=access_denied&state=\(PercentEncoding.encode(nonce))")])
        }
        let code = state.withLock { state in
            state.number += 1
            let code = "planted-code-\(state.number)-\(UInt64.random(in: 0...UInt64.max))"
            state.codes[code] = PendingCode(
                challenge: challenge, redirectURI: redirect,
                rights: Rights(scopes: wanted.subtracting(state.withheld), user: state.person))
            state.remembered.append(code)
            return code
        }
        return LoopbackServer.Answer(
            302, headers: [("Location", "\(redirect)?code=\(code)&state=\(PercentEncoding.encode(nonce))")])
    }

    private func token(_ request: LoopbackServer.Request) -> LoopbackServer.Answer {
        guard request.headers["content-type"] == "application/x-www-form-urlencoded", request.query.isEmpty,
            let form = PercentEncoding.pairs(request.text[...])
        else { return refuse(400, "invalid_request", "the token request's form") }
        guard request.headers["authorization"] == nil, form["client_secret"] == nil else {
            return refuse(400, "invalid_client", "a secret where there can be none")
        }
        guard form["client_id"] == clientID else { return refuse(400, "invalid_client", "client_id") }
        switch form["grant_type"] {
        case "authorization_code": return redeem(form)
        case "refresh_token": return refresh(form["refresh_token"] ?? "")
        default: return refuse(400, "unsupported_grant_type", "grant_type")
        }
    }

    private func redeem(_ form: [String: String]) -> LoopbackServer.Answer {
        let pending = state.withLock { $0.codes.removeValue(forKey: form["code"] ?? "") }
        guard let pending else { return refuse(400, "invalid_grant", "an unknown code, or one used twice") }
        guard form["redirect_uri"] == pending.redirectURI else { return refuse(400, "invalid_grant", "redirect_uri") }
        let verifier = form["code_verifier"] ?? ""
        guard verifier.wholeMatch(of: /[A-Za-z0-9._~-]{43,128}/) != nil,
            Base64URL.encode(Digest.sha256(Array(verifier.utf8))) == pending.challenge
        else { return refuse(400, "invalid_grant", "code_verifier") }
        return state.withLock { state in
            state.remembered.append(verifier)
            return Self.tokens(pending.rights, refresh: Self.issueRefresh(pending.rights, &state), &state)
        }
    }

    private func refresh(_ old: String) -> LoopbackServer.Answer {
        state.withLock { state in
            guard let rights = state.refreshTokens[old] else { return .oauth(400, "invalid_grant") }
            var new: String?
            switch state.rotation {
            case .none: break
            case .keepsBoth: new = Self.issueRefresh(rights, &state)
            case .replaces:
                new = Self.issueRefresh(rights, &state)
                state.refreshTokens[old] = nil
            }
            return Self.tokens(rights, refresh: new, &state)
        }
    }

    private static func tokens(
        _ rights: Rights, refresh: String?, _ state: inout State
    ) -> LoopbackServer.Answer {
        let access = issueAccess(rights, &state)
        var reply: [String: JSON] = [
            "access_token": .string(access), "token_type": "Bearer", "expires_in": 3600,
            "scope": .string(rights.scopes.sorted().joined(separator: " ")),
        ]
        if let refresh { reply["refresh_token"] = .string(refresh) }
        return .json(200, .object(reply))
    }
}
