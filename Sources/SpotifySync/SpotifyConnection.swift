import SpotifyWebAPI

/// What an account is made of while Spotify is on; replaced as a whole when the settings change.
struct SpotifyConnection: Sendable {
    var client: SpotifyClient
    var publisher: SpotifyPublisher
    var resolver: TrackResolver
    var signIn: SignInFlow
    /// What a sign-in asks for.
    var scopes: [Scope]
    var readsTaste: Bool
    var givesCovers: Bool
    var follow: FollowMode
    /// Whether skips and repeats are kept.
    var learns: Bool
    /// Whether explicit songs may be looked for.
    var allowsExplicit: Bool

    /// The same, for one account only.
    func bound(to userID: String?) -> SpotifyConnection {
        var bound = self
        bound.client = client.acting(for: userID)
        bound.publisher.client = bound.client
        bound.publisher.scope.userID = userID
        bound.resolver = TrackResolver(
            client: bound.client, store: resolver.store, scope: bound.publisher.scope, now: resolver.now)
        return bound
    }
}
