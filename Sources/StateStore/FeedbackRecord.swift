package import Emotions
package import FoundationEssentials
package import Songs

/// What a listener says of a track, or lets be known by listening.
package enum Verdict: String, CaseIterable, Codable, Sendable {
    case like, dislike
    /// Skips and repeats, seen while the player was followed.
    case heard
}

/// A listener's verdict on a track, and when it was given.
package struct FeedbackRecord: Hashable, Sendable {
    package var identity: TrackIdentity
    package var title: String?
    package var artists: [String]
    package var verdict: Verdict
    /// Of what was heard: repeats less skips, -3 to 3; otherwise 0.
    package var balance: Int
    /// What kind of song it was.
    package var songMood: SongMood?
    /// The mood of the playlist it was in; nil where that was not kept.
    package var mood: Emotion?
    package var at: Date

    package init(
        identity: TrackIdentity, title: String?, artists: [String], verdict: Verdict, balance: Int = 0,
        songMood: SongMood? = nil, mood: Emotion? = nil, at: Date
    ) {
        self.identity = identity
        self.title = title
        self.artists = artists
        self.verdict = verdict
        self.balance = balance
        self.songMood = songMood
        self.mood = mood
        self.at = at
    }
}
