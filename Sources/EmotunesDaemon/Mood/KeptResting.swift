import Emotions
import FoundationEssentials
import MoodTracking

/// The person's face at rest as it is kept over a restart: JSON with seven numbers.
struct KeptResting: Codable, Sendable, Equatable {
    /// Of each emotion's score, by its word.
    var median: [String: Double]
    /// Hours of looks it was learned from.
    var hours: Double

    static let snapshotName = "resting"

    init(_ resting: RestingExpression) {
        median = Dictionary(uniqueKeysWithValues: resting.median.map { ($0.key.rawValue, $0.value) })
        hours = resting.hours
    }

    /// Reads what `encoded` wrote.
    init(_ content: Data) throws {
        self = try JSONDecoder().decode(Self.self, from: content)
    }

    /// The bytes to keep.
    var encoded: Data {
        get throws { try JSONEncoder().encode(self) }
    }

    /// Makes it the engine's; an emotion this version does not know is left out.
    func restore(to resting: inout RestingExpression) {
        let known = median.compactMap { name, value in Emotion(rawValue: name).map { ($0, value) } }
        resting.restore(median: Dictionary(known) { first, _ in first }, hours: hours)
    }
}
