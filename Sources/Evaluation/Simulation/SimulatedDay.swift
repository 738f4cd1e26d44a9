import Curation
import Emotions

/// What a simulated person feels when, and when they are away from the desk. Drawn from a seed.
///
/// People are neutral most of the time; a mood stays from a minute to an hour (log-uniform), the desk is left about every
/// 40 minutes for 2 to 15.
struct SimulatedDay: Sendable {
    /// A stretch of one mood, in seconds from the day's start.
    struct Part: Sendable, Equatable {
        var mood: Emotion
        var start: Double, end: Double
    }

    /// Without gaps, neighbours differ.
    var parts: [Part]
    /// When nobody is there.
    var absences: [ClosedRange<Double>]

    /// How often each mood follows; neutral comes between most others.
    private static let shares: [(Emotion, Double)] = [
        (.happy, 0.4), (.sad, 0.22), (.angry, 0.14), (.surprise, 0.1), (.fear, 0.08), (.disgust, 0.06),
    ]
    private static let returnsToNeutral = 0.8
    private static let moodSeconds = (least: 60.0, most: 3600.0)
    private static let betweenAbsences = 2400.0
    private static let absenceSeconds = (least: 120.0, most: 900.0)

    init(hours: Double, using random: inout SeededGenerator) {
        let length = hours * 3600
        var time = 0.0
        var mood = Emotion.neutral
        parts = []
        while time < length {
            let seconds = random.logUniform(Self.moodSeconds.least, Self.moodSeconds.most)
            parts.append(Part(mood: mood, start: time, end: min(length, time + seconds)))
            time += seconds
            mood = Self.successor(of: mood, using: &random)
        }
        absences = []
        time = random.exponential(mean: Self.betweenAbsences)
        while time < length {
            let seconds = random.logUniform(Self.absenceSeconds.least, Self.absenceSeconds.most)
            absences.append(time...min(length, time + seconds))
            time += seconds + random.exponential(mean: Self.betweenAbsences)
        }
    }

    /// A day of one mood with somebody there all the time.
    init(steady mood: Emotion, hours: Double) {
        parts = [Part(mood: mood, start: 0, end: hours * 3600)]
        absences = []
    }

    private static func successor(of mood: Emotion, using random: inout SeededGenerator) -> Emotion {
        if mood != .neutral, random.unit() < returnsToNeutral { return .neutral }
        let others = shares.filter { $0.0 != mood }
        var left = random.unit() * others.reduce(0) { $0 + $1.1 }
        for (other, share) in others {
            left -= share
            if left < 0 { return other }
        }
        return .neutral
    }
}

extension SeededGenerator {
    /// 0 up to but not including 1.
    mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }

    mutating func uniform(_ least: Double, _ most: Double) -> Double { least + (most - least) * unit() }
}
