import Foundation

/// How we stand with Spotify, for `status` and the journal.
struct SpotifyReport: Sendable, Hashable {
    enum State: String, Sendable, Hashable {
        case signedIn = "signed_in"
        case signedOut = "signed_out"
        case expired
        case rateLimited = "rate_limited"
        case offline, off
    }

    var state: State
    /// What is the matter and what to do; empty if nothing is.
    var detail: String
    var notBefore: Date?

    static let off = SpotifyReport(
        state: .off, detail: "no spotify.client_id is set; the README says how to get one in five minutes")
}
