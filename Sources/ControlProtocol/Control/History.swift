/// What happened in a time, oldest first: the object of `GetHistory` and `emotunesctl history --json`.
package struct History: Codable, Sendable, Hashable {
    /// Stretches in one mood.
    package var moods: [MoodPeriod]
    /// The moments a mood gave way to another.
    package var shifts: [MoodShift]
    /// The playlists made.
    package var playlists: [PastPlaylist]
    /// What else happened that a change, or the lack of one, is explained by.
    package var events: [HistoryEvent]

    package init(
        moods: [MoodPeriod] = [], shifts: [MoodShift] = [], playlists: [PastPlaylist] = [],
        events: [HistoryEvent] = []
    ) {
        self.moods = moods
        self.shifts = shifts
        self.playlists = playlists
        self.events = events
    }

    /// Also reads what a daemon says that keeps no events yet.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        moods = try container.decode([MoodPeriod].self, forKey: .moods)
        shifts = try container.decode([MoodShift].self, forKey: .shifts)
        playlists = try container.decode([PastPlaylist].self, forKey: .playlists)
        events = try container.decodeIfPresent([HistoryEvent].self, forKey: .events) ?? []
    }

    /// Takes in the part that follows.
    package mutating func append(_ part: History) {
        moods += part.moods
        shifts += part.shifts
        playlists += part.playlists
        events += part.events
    }
}

/// A stretch of time in one mood.
package struct MoodPeriod: Codable, Sendable, Hashable {
    /// When it began.
    package var from: Timestamp
    /// When it ended.
    package var to: Timestamp
    /// The mood it was.
    package var mood: MoodName
    /// The mean probability (0 to 1) of the mood over the stretch.
    package var confidence: Double

    package init(from: Timestamp, to: Timestamp, mood: MoodName, confidence: Double) {
        self.from = from
        self.to = to
        self.mood = mood
        self.confidence = confidence
    }
}

/// The moment one mood gave way to another.
package struct MoodShift: Codable, Sendable, Hashable {
    /// When it happened.
    package var at: Timestamp
    /// The mood before.
    package var from: MoodName
    /// The mood after.
    package var to: MoodName
    /// The probability (0 to 1) of the new mood at that moment.
    package var confidence: Double
    /// What made it a shift, for people.
    package var why: String

    package init(at: Timestamp, from: MoodName, to: MoodName, confidence: Double, why: String) {
        self.at = at
        self.from = from
        self.to = to
        self.confidence = confidence
        self.why = why
    }
}

/// A playlist that was made.
package struct PastPlaylist: Codable, Sendable, Hashable {
    /// Counts up from 1.
    package var id: Int
    /// When it was made.
    package var at: Timestamp
    /// The mood it was made for.
    package var mood: MoodName
    /// Why it was made, for people; empty where that is not known.
    package var reason: String

    package init(id: Int, at: Timestamp, mood: MoodName, reason: String) {
        self.id = id
        self.at = at
        self.mood = mood
        self.reason = reason
    }

    /// Also reads what a daemon says that gives no reason yet.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(Int.self, forKey: .id)
        at = try container.decode(Timestamp.self, forKey: .at)
        mood = try container.decode(MoodName.self, forKey: .mood)
        reason = try container.decodeIfPresent(String.self, forKey: .reason) ?? ""
    }
}
