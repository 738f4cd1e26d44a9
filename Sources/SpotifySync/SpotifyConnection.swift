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
}
