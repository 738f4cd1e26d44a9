/// What an app may be allowed to do with an account. Only what a chosen feature needs is asked for.
package struct Scope: Sendable, Hashable, Codable {
    /// As Spotify names it.
    package let name: String
    /// What it is for, to a person.
    package let purpose: String

    package static let writePlaylists = Scope(
        name: "playlist-modify-private", purpose: "make the one private playlist and keep it up to date")
    package static let readPlaylists = Scope(
        name: "playlist-read-private",
        purpose: "find that playlist again, and read names and covers of its songs")
    package static let readProfile = Scope(
        name: "user-read-private", purpose: "tell your account from another person's")
    package static let readRecent = Scope(
        name: "user-read-recently-played", purpose: "learn from what you played lately")
    package static let readTop = Scope(name: "user-top-read", purpose: "learn from what you play most")
    package static let readLibrary = Scope(name: "user-library-read", purpose: "learn from the songs you saved")
    package static let readPlayer = Scope(
        name: "user-read-playback-state", purpose: "see whether that playlist is playing (playback.follow)")
    package static let steerPlayer = Scope(
        name: "user-modify-playback-state", purpose: "go over to the new songs (playback.follow)")

    package static let uploadCover = Scope(
        name: "ugc-image-upload", purpose: "give the playlist a cover (spotify.cover)")
    package static let writeLibrary = Scope(
        name: "user-library-modify", purpose: "remove its own playlists after a while (spotify.keep_days)")

    /// What does not work without it, to a person.
    package var loss: String {
        switch self {
        case .writePlaylists: "no playlist can be made"
        case .readPlaylists: "a playlist cannot be found again, and songs known by id only have no names"
        case .readProfile: "after another person's sign-in it takes longer to find your playlist again"
        case .readRecent: "what you played lately does not count"
        case .readTop: "what you play most does not count"
        case .readLibrary: "the songs you saved do not count"
        case .readPlayer, .steerPlayer: "the player does not follow"
        case .uploadCover: "the playlist gets no cover of ours"
        case .writeLibrary: "old playlists of ours stay"
        default: "something does not work"
        }
    }

    /// What is asked for.
    /// - Parameters:
    ///   - taste: whether choosing may learn from what the account tells of its listener.
    ///   - follow: whether the player is to follow.
    ///   - cover: whether playlists get a cover.
    ///   - tidy: whether old playlists of ours are removed.
    package static func needed(
        taste: Bool, follow: Bool, cover: Bool = false, tidy: Bool = false
    ) -> [Scope] {
        [writePlaylists, readPlaylists, readProfile] + (taste ? [readRecent, readTop, readLibrary] : [])
            + (follow ? [readPlayer, steerPlayer] : []) + (cover ? [uploadCover] : [])
            + (tidy ? [writeLibrary] : [])
    }
}
