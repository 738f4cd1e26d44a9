package import FoundationEssentials

/// What a sign-in gave: the right to use an account, for a while.
package struct Grant: Sendable, Hashable, Codable {
    /// The app it was given to.
    package var clientID: String
    /// A secret; empty where there is none yet.
    package var accessToken: String
    /// By wall time; a guess, since only Spotify knows.
    package var accessExpiresAt: Date
    /// A secret that gives new access tokens.
    package var refreshToken: String
    /// The refresh token before this one: tried once if this one turns out dead.
    package var previousRefreshToken: String?
    /// Names of the scopes granted.
    package var scopes: Set<String>
    /// When the person signed in; refresh tokens live six months from then.
    package var grantedAt: Date
    /// SHA-256 of the credential it came from, if it came from one: a changed credential is a new sign-in.
    package var credentialDigest: String?
    /// The user id of the account; nil while it is not known.
    package var userID: String?

    package init(
        clientID: String, accessToken: String, accessExpiresAt: Date, refreshToken: String,
        previousRefreshToken: String? = nil, scopes: Set<String>, grantedAt: Date, credentialDigest: String? = nil,
        userID: String? = nil
    ) {
        self.clientID = clientID
        self.accessToken = accessToken
        self.accessExpiresAt = accessExpiresAt
        self.refreshToken = refreshToken
        self.previousRefreshToken = previousRefreshToken
        self.scopes = scopes
        self.grantedAt = grantedAt
        self.credentialDigest = credentialDigest
        self.userID = userID
    }

    /// Whether that scope was granted.
    package func allows(_ scope: Scope) -> Bool { scopes.contains(scope.name) }

    /// Whole days since the person signed in; 0 if the clock says it is yet to come.
    package func ageInDays(now: Date) -> Int {
        // A damaged file may name any time at all.
        Int(min(max(0, now.timeIntervalSince(grantedAt)) / 86_400, 1_000_000))
    }

    /// Six months are 180 days or a little more; from this day on a new sign-in is asked for.
    package static let renewalDay = 150

    /// Not to be used any more.
    func isAccessExpired(now: Date) -> Bool {
        // One that seems to live longer than any does comes from a clock that was set back.
        let left = accessExpiresAt.timeIntervalSince(now)
        return left <= 0 || left > 86_400
    }

    /// When an access token that lives so many seconds is to be replaced: a little before its end.
    static func expiry(lifetime: Double, from now: Date) -> Date {
        now.addingTimeInterval(lifetime - min(30, lifetime / 10))
    }
}

extension Grant: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Tells no secret, however it is printed.
    package var description: String { "a grant of \(grantedAt)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
