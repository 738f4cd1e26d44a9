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

/// What the listener said of their mood: an entry of `GetOpinions`.
package struct Correction: Codable, Sendable, Hashable {
    /// Names it to `ForgetCorrection`.
    package var id: Int
    /// When it was said.
    package var at: Timestamp
    /// What the mood is.
    package var mood: MoodName
    /// What the looks before it showed; nil where there were too few.
    package var read: MoodName?
    /// How many looks that were.
    package var looks: Int
    /// Whether it changed how the face is read.
    package var teaches: Bool
    /// The user who said it.
    package var by: String

    package init(
        id: Int, at: Timestamp, mood: MoodName, read: MoodName?, looks: Int, teaches: Bool, by: String
    ) {
        self.id = id
        self.at = at
        self.mood = mood
        self.read = read
        self.looks = looks
        self.teaches = teaches
        self.by = by
    }
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
