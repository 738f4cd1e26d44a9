import Emotions
import FoundationEssentials
import Media
import MoodTracking

/// The mood as it is kept over a restart: JSON with wall times, since no other clock outlives the machine.
struct KeptMood: Codable, Sendable, Equatable {
    /// The probability of each of the seven, by its word.
    var belief: [String: Double]
    /// The mood's name.
    var mood: Emotion
    /// Since when, in seconds since 1970.
    var since: Double
    /// When the cool-down began, in seconds since 1970; nil where nothing has shifted yet.
    var lastShift: Double?
    /// Until when the mood is held, in seconds since 1970; nil where the looks decide, and from an older version.
    var heldUntil: Double?

    static let snapshotName = "mood"
    /// Older than this it says nothing about the person any more.
    static let freshSeconds = 12.0 * 3600
    /// A clock that was set back by less than this is forgiven.
    private static let clockSlackSeconds = 60.0

    init(_ memory: MoodEngine.Memory, mediaNow: MediaTime, now: Date) {
        belief = memory.belief.named
        mood = memory.mood
        let date = { (time: MediaTime) in now.timeIntervalSince1970 - (mediaNow - time) }
        since = date(memory.since)
        lastShift = memory.lastShift.map(date)
    }

    /// Reads what `encoded` wrote at `moment`; nil if it is too old or from the future.
    ///
    /// - Throws: `DecodingError` if it is no mood.
    init?(_ content: Data, keptAt moment: Date, now: Date) throws {
        let age = now.timeIntervalSince(moment)
        guard age >= -Self.clockSlackSeconds, age < Self.freshSeconds else { return nil }
        let kept = try JSONDecoder().decode(KeptMood.self, from: content)
        guard kept.belief.values.allSatisfy({ $0.isFinite && $0 >= 0 }), kept.belief.count == Emotion.allCases.count
        else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [CodingKeys.belief], debugDescription: "these are not seven probabilities"))
        }
        self = kept
    }

    /// The bytes to keep.
    var encoded: Data {
        get throws { try JSONEncoder().encode(self) }
    }

    /// In the engine's terms, on a camera's clock; times that lie ahead count as now.
    func memory(mediaNow: MediaTime, now: Date) -> MoodEngine.Memory {
        let time = { (seconds: Double) in mediaNow + min(0, seconds - now.timeIntervalSince1970) }
        return MoodEngine.Memory(
            belief: EmotionScores { belief[$0.rawValue] ?? 0 }, mood: mood, since: time(since),
            lastShift: lastShift.map(time))
    }
}
