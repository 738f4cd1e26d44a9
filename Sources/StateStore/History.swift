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

    package init(
        moods: [MoodInterval] = [], shifts: [MoodShiftRecord] = [], playlists: [PlaylistSummary] = []
    ) {
        self.moods = moods
        self.shifts = shifts
        self.playlists = playlists
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

    package init(id: Int64, at: Date, mood: Emotion) {
        self.id = id
        self.at = at
        self.mood = mood
    }
}
