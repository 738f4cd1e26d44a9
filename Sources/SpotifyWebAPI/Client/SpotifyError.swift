package import FoundationEssentials

/// Why something asked of Spotify did not come about, for the person who can do something about it.
package struct SpotifyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of trouble; open.
    package struct Code: Sendable, Hashable {
        /// As it is told in `status` and the journal.
        package let name: String

        /// There is no sign-in.
        package static let signedOut = Code(name: "signed_out")
        /// The sign-in is dead; only a new one helps.
        package static let expired = Code(name: "expired")
        /// Spotify has asked to wait; nothing was sent.
        package static let rateLimited = Code(name: "rate_limited")
        /// No network, no answer, or an answer cut short.
        package static let offline = Code(name: "offline")
        /// Spotify's side is in trouble, or what came was no answer to our question.
        package static let server = Code(name: "server")
        /// The account or the app may not do this.
        package static let forbidden = Code(name: "forbidden")
        /// What was asked for is not there.
        package static let notFound = Code(name: "not_found")
        /// Spotify does not understand us: a mistake of ours, or a change of theirs.
        package static let badRequest = Code(name: "bad_request")
        /// The app is not known, or may not sign people in.
        package static let badClient = Code(name: "bad_client")
        /// Our own disk.
        package static let storage = Code(name: "storage")
        /// The caller did not wait for the end.
        package static let cancelled = Code(name: "cancelled")
    }

    /// What kind of trouble it is.
    package var code: Code
    /// One line: what happened and what to do. Never holds a secret.
    package var description: String
    /// For `rateLimited`: when calls may begin again, by wall time.
    package var notBefore: Date?
    /// Whether the request may have been carried out although no good answer came.
    package var mayHaveHappened = false
    /// Whether the sign-in service said so, and not the Web API.
    package var concernsSignIn = false
    /// Whether Spotify said that the sign-in lacks a permission for this.
    package var lacksScope = false
    /// What in the answer looks like ids of tracks and playlists: of a list that was refused, the ones that are wrong.
    package var namedIDs: Set<String> = []

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Waiting may help.
    package var isPassing: Bool { [.offline, .server, .rateLimited, .storage].contains(code) }

    static func rateLimited(until moment: Date) -> SpotifyError {
        var error = SpotifyError(.rateLimited, "Spotify has asked to be left alone for a while")
        error.notBefore = moment
        return error
    }

    /// From a request without an answer.
    package init(_ failure: HTTPFailure) {
        switch failure.code {
        case .cancelled: self.init(.cancelled, "cancelled")
        case .certificate:
            self.init(
                .offline,
                "whoever answers for Spotify cannot prove it (\(failure)); nothing was sent. Check the clock, the proxy "
                    + "and spotify.api_url")
        default: self.init(.offline, "Spotify cannot be reached: \(failure)")
        }
        mayHaveHappened = failure.code != .unreachable && failure.code != .certificate
    }

    /// From an answer of the Web API that is no success.
    package init(_ response: HTTPResponse) {
        let reply = try? LossyJSON.decode(ErrorReply.self, from: response.body)
        // Spotify's own words, but never a page of HTML.
        let words = (reply?.error?.message ?? Self.plainText(response.body)).prefix(200).filter { !$0.isNewline }
        let quoted = words.isEmpty ? "" : ": \(words)"
        switch response.status {
        case 401: self.init(.expired, "Spotify does not accept the sign-in\(quoted); run `emotunesctl login`")
        case 403:
            self.init(.forbidden, Self.explanation(reason: reply?.error?.reason, String(words)))
            lacksScope = Self.isAboutScope(words)
        case 404: self.init(.notFound, "Spotify does not know it\(quoted)")
        case 500...599:
            self.init(.server, "Spotify is in trouble (status \(response.status))")
            mayHaveHappened = true
        default:
            self.init(.badRequest, "Spotify refused the request (status \(response.status))\(quoted)")
            namedIDs = SpotifyID.all(in: response.body)
        }
    }

    /// The words of an answer that is no JSON: Spotify turns some requests away with a bare sentence. Nothing of a page.
    private static func plainText(_ body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(400), as: UTF8.self)
        let isSentence = !text.contains {
            $0 == "<" || $0 == "{" || $0.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }
        }
        return isSentence ? text : ""
    }

    private static func isAboutScope(_ words: some StringProtocol) -> Bool {
        let words = words.lowercased()
        return words.contains("scope") || words.contains("playlist-modify")
    }

    private static func explanation(reason: String?, _ words: String) -> String {
        let text = words.lowercased()
        if reason == "PREMIUM_REQUIRED" || text.contains("premium") {
            return
                "Spotify says that Premium is needed: an app of one's own works only while the account that owns the app "
                + "has it (other people who use the app need none)"
        }
        if isAboutScope(text) {
            return "the sign-in does not allow this; run `emotunesctl login` again"
        }
        if ["not registered", "not be registered", "developer.spotify.com", "developer dashboard", "allowlist"]
            .contains(where: text.contains)
        {
            return
                "this account is not on the app's list of users; its owner adds it under User Management on "
                + "developer.spotify.com/dashboard"
        }
        return
            "Spotify forbids it\(words.isEmpty ? "" : " (\(words))"): the account may be missing from the app's list of "
            + "users (developer.spotify.com/dashboard, User Management), Premium may have lapsed, or Spotify took the "
            + "function away"
    }
}
