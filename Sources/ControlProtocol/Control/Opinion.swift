/// What the listener thinks of a track, as it was said or learnt: an entry of `GetOpinions` and of
/// `emotunesctl taste --json`.
package struct Opinion: Codable, Sendable, Hashable {
    /// Names the track to `Feedback`, whatever the playlist.
    package var uri: String
    /// Nil where it is not known.
    package var title: String?
    /// Nil where they are not known.
    package var artists: [String]?
    /// What it is, or how it was learnt.
    package var verdict: OpinionKind
    /// Of what was heard: repeats less skips, -3 to 3; otherwise 0.
    package var balance: Int
    /// What kind of song it is; nil where that was not kept.
    package var songMood: SongMoodName?
    /// The mood of the playlist it was in; nil where that was not kept.
    package var mood: MoodName?
    /// When it was said or last learnt.
    package var at: Timestamp

    package init(
        uri: String, title: String?, artists: [String]?, verdict: OpinionKind, balance: Int, songMood: SongMoodName?,
        mood: MoodName?, at: Timestamp
    ) {
        self.uri = uri
        self.title = title
        self.artists = artists
        self.verdict = verdict
        self.balance = balance
        self.songMood = songMood
        self.mood = mood
        self.at = at
    }
}

/// How an opinion became known.
package enum OpinionKind: String, WireWord {
    case like, dislike, heard
    case unrecognised
}

/// What the Spotify account told of its listener, in numbers.
package struct AccountTaste: Codable, Sendable, Hashable {
    /// Songs played lately.
    package var recent: Int
    /// Songs played most.
    package var top: Int
    /// Songs saved.
    package var saved: Int
    /// Songs of the playlist visited last.
    package var playlist: Int
    /// By whom most of them are.
    package var artists: [String]

    package init(recent: Int, top: Int, saved: Int, playlist: Int, artists: [String]) {
        self.recent = recent
        self.top = top
        self.saved = saved
        self.playlist = playlist
        self.artists = artists
    }
}
