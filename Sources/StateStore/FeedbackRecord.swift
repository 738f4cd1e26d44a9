package import Emotions
package import FoundationEssentials
package import Songs

/// A listener's opinion of a track, stated or derived from listening.
package enum Verdict: String, CaseIterable, Codable, Sendable {
    case like, dislike
    /// Skips and repeats, seen while the player was followed.
    case heard
}

/// A listener's verdict on a track, and when it was given.
package struct FeedbackRecord: Hashable, Sendable {
    /// The track.
    package var identity: TrackIdentity
    /// As known at the time; nil where unknown.
    package var title: String?
    /// As known at the time; empty where unknown.
    package var artists: [String]
    /// The opinion.
    package var verdict: Verdict
    /// For `heard`: repeats minus skips, -3 to 3; otherwise 0.
    package var balance: Int
    /// The song mood of the track; nil where unknown.
    package var songMood: SongMood?
    /// The mood of the playlist it was in; nil where that was not kept.
    package var mood: Emotion?
    /// When it was given, or last changed.
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
