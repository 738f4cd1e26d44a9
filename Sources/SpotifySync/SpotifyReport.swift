package import FoundationEssentials
package import Publishing

/// How the account stands, for `status`.
package struct SpotifyReport: Sendable, Hashable {
    package enum State: Sendable, Hashable, CaseIterable {
        case signedIn, signedOut, expired, rateLimited, offline, off
    }

    package var state: State
    /// What is the matter and what to do; empty if nothing is.
    package var detail: String
    /// When the next request may be made; nil where nothing has to be waited for.
    package var notBefore: Date?

    package init(state: State, detail: String, notBefore: Date? = nil) {
        self.state = state
        self.detail = detail
        self.notBefore = notBefore
    }

    package static let off = SpotifyReport(
        state: .off,
        detail: "no spotify.client_id is set; the README says how to get one in five minutes, and "
            + "`emotunesctl login --client-id ID` sets it")
}

/// What the account tells the rest of the daemon, in the order it happened.
package enum SpotifyEvent: Sendable, Hashable {
    case standing(SpotifyReport)
    case publishing(PublishingEvent)
}
