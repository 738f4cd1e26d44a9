package import Emotions
package import FoundationEssentials

/// The events of a period, each list from old to new.
package struct History: Hashable, Sendable {
    /// Periods of one mood.
    package var moods: [MoodInterval]
    /// Mood shifts.
    package var shifts: [MoodShiftRecord]
    /// Playlists made.
    package var playlists: [PlaylistSummary]
    /// What else explains them.
    package var events: [EventRecord]

    package init(
        moods: [MoodInterval] = [], shifts: [MoodShiftRecord] = [], playlists: [PlaylistSummary] = [],
        events: [EventRecord] = []
    ) {
        self.moods = moods
        self.shifts = shifts
        self.playlists = playlists
        self.events = events
    }
}

/// Where a history that is read in parts goes on: behind that row of that list.
package struct HistoryCursor: Hashable, Sendable {
    /// Which list, by its place in `HistoryList`.
    package var list: Int
    /// The row's time in `UTCTime` milliseconds, and its number.
    package var at: Int64, id: Int64

    package init(list: Int, at: Int64, id: Int64) {
        self.list = list
        self.at = at
        self.id = id
    }
}

/// A period of one mood.
package struct MoodInterval: Hashable, Sendable {
    /// Its beginning.
    package var from: Date
    /// Its end.
    package var to: Date
    /// The mood.
    package var mood: Emotion
    /// Mean probability of the mood over the period, 0 to 1.
    package var confidence: Double

    package init(from: Date, to: Date, mood: Emotion, confidence: Double) {
        self.from = from
        self.to = to
        self.mood = mood
        self.confidence = confidence
    }
}

/// One change of mood that was acted on.
package struct MoodShiftRecord: Hashable, Sendable {
    /// When it happened.
    package var at: Date
    /// The mood before.
    package var from: Emotion
    /// The mood after.
    package var to: Emotion
    /// Probability of the new mood, 0 to 1.
    package var confidence: Double
    /// The reason in one line, for people.
    package var why: String

    package init(at: Date, from: Emotion, to: Emotion, confidence: Double, why: String) {
        self.at = at
        self.from = from
        self.to = to
        self.confidence = confidence
        self.why = why
    }
}

/// A stored playlist without its tracks.
package struct PlaylistSummary: Hashable, Sendable {
    /// The id in the store.
    package var id: Int64
    /// When it was made.
    package var at: Date
    /// The mood it was made for.
    package var mood: Emotion
    /// The reason for the whole list in one line, for people.
    package var reason: String

    package init(id: Int64, at: Date, mood: Emotion, reason: String) {
        self.id = id
        self.at = at
        self.mood = mood
        self.reason = reason
    }
}

/// Something that happened and explains why the playlist changed, or did not.
package struct EventRecord: Hashable, Sendable {
    /// What an event is about.
    package enum Kind: String, CaseIterable, Sendable {
        case program, camera, presence, mood, publishing, spotify, storage, settings
    }

    /// When it happened.
    package var at: Date
    /// What it is about.
    package var kind: Kind
    /// What happened, in a word of its kind.
    package var word: String
    /// What it happened to, where there are several.
    package var subject: String?
    /// The whole of it in a sentence, for people.
    package var text: String

    package init(at: Date, kind: Kind, word: String, subject: String? = nil, text: String) {
        self.at = at
        self.kind = kind
        self.word = word
        self.subject = subject
        self.text = text
    }
}
