package import Emotions
package import FoundationEssentials

/// The events of a period, each list from old to new.
package struct History: Hashable, Sendable {
    package var moods: [MoodInterval]
    package var shifts: [MoodShiftRecord]
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
    package var from: Date
    package var to: Date
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
    package var at: Date
    package var from: Emotion
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
    package var id: Int64
    package var at: Date
    package var mood: Emotion

    package init(id: Int64, at: Date, mood: Emotion) {
        self.id = id
        self.at = at
        self.mood = mood
    }
}
