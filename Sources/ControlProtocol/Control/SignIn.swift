/// A sign-in to Spotify that has begun: the object of `BeginLogin`.
package struct SignIn: Codable, Sendable, Hashable {
    /// Where the person allows it.
    package var url: String
    /// What EmoTunes asks to be allowed.
    package var permissions: [Permission]

    package init(url: String, permissions: [Permission]) {
        self.url = url
        self.permissions = permissions
    }
}

/// One thing EmoTunes wants to be allowed.
package struct Permission: Codable, Sendable, Hashable {
    /// Spotify's word for it.
    package var scope: String
    /// What it is for, for people.
    package var purpose: String

    package init(scope: String, purpose: String) {
        self.scope = scope
        self.purpose = purpose
    }
}
