/// How the account is to be kept. Nothing here names a file: the composition fills it in.
package struct SpotifySyncSettings: Sendable, Hashable {
    /// Empty: Spotify is off.
    package var clientID: String
    /// Without a slash at the end.
    package var apiURL: String
    /// Without a slash at the end.
    package var accountsURL: String
    /// `{mood}`, `{date}` and `{time}` stand for the playlist's own; so in the description.
    package var playlistName: String
    package var playlistDescription: String
    /// Whether choosing may learn from what the account tells of its listener.
    package var readsTaste: Bool
    /// Whether the playlist gets a drawn cover, one for each mood.
    package var givesCovers: Bool
    /// Days; 0: one playlist for good, else another at every shift, removed after so long.
    package var keepDays: Double
    package var follow: FollowMode
    /// Whether skips and repeats are kept.
    package var learns: Bool
    /// Whether songs marked as explicit may be taken.
    package var allowsExplicit: Bool

    package init(
        clientID: String, apiURL: String, accountsURL: String, playlistName: String, playlistDescription: String,
        readsTaste: Bool, givesCovers: Bool, keepDays: Double, follow: FollowMode, learns: Bool,
        allowsExplicit: Bool = true
    ) {
        self.clientID = clientID
        self.apiURL = apiURL
        self.accountsURL = accountsURL
        self.playlistName = playlistName
        self.playlistDescription = playlistDescription
        self.readsTaste = readsTaste
        self.givesCovers = givesCovers
        self.keepDays = keepDays
        self.follow = follow
        self.learns = learns
        self.allowsExplicit = allowsExplicit
    }
}

/// When a player that plays our playlist turns to a new one.
package enum FollowMode: Sendable, Hashable, CaseIterable {
    case off
    /// When the song that is on has ended.
    case next
    /// At once.
    case now
}
