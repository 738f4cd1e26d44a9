/// Something that happened and explains why the playlist changed, or did not.
package struct HistoryEvent: Codable, Sendable, Hashable {
    /// When it happened.
    package var at: Timestamp
    /// What it is about.
    package var kind: HistoryEventKind
    /// What happened, in a word of its kind: a camera's state, `away`, `nearly`, a target's state.
    package var word: String
    /// What it happened to, where there are several: a publishing target, the mood that was nearly reached.
    package var subject: String?
    /// The whole of it in a sentence, for people.
    package var text: String

    package init(at: Timestamp, kind: HistoryEventKind, word: String, subject: String?, text: String) {
        self.at = at
        self.kind = kind
        self.word = word
        self.subject = subject
        self.text = text
    }
}

/// What an event is about.
package enum HistoryEventKind: String, WireWord {
    /// The daemon began or ended.
    case program
    /// The camera opened, or closed and why.
    case camera
    /// The person left, or is back.
    case presence
    /// The first mood, and shifts that were nearly made.
    case mood
    /// How far a target has come with a playlist.
    case publishing
    /// How the Spotify account stands.
    case spotify
    /// The state could not be written, or can be again.
    case storage
    /// Settings were taken over, or refused.
    case settings
    case unrecognised
}
