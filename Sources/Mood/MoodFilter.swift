import Glibc

/// A hidden Markov forward filter over the seven moods (Rabiner 1989): what the stream of readings says of the mood
/// behind it.
///
/// The mood changes rarely (an exponential stay time, any other mood next). A reading is weak evidence: it counts as
/// `PoseEvidence` says, its scores are mixed with "any mood", because expressions pass over a face, and they are freed
/// from what the classifier expects before it has looked (Saerens et al. 2002): it learned from pictures that were
/// mostly happy and neutral.
package struct MoodFilter: Sendable {
    /// Seconds a mood is expected to last.
    var staySeconds = 650.0
    /// The share of a reading that is taken to say nothing.
    var doubt = 0.48
    /// How far the classifier's own expectation is taken out: 0 not at all, 1 wholly.
    var freedom = 0.68
    /// The most time, in seconds, that one reading can stand for.
    var longestStep = 2.0
    var pose: PoseEvidence

    /// The probability of each mood now.
    package private(set) var belief = EmotionScores.uniform

    /// The shares of FER+'s training votes (Barsoum et al. 2016), contempt left out.
    private static let expectation = EmotionScores { emotion in
        switch emotion {
        case .angry: 0.088
        case .disgust: 0.011
        case .fear: 0.031
        case .happy: 0.264
        case .neutral: 0.338
        case .sad: 0.144
        case .surprise: 0.123
        }
    }

    /// - Parameter windowSeconds: how far back the mood looks; a longer window lets a pose count later and for less, and
    ///   is calmer, a shorter one is quicker.
    package init(windowSeconds: Double = 30) {
        pose = PoseEvidence(windowSeconds: windowSeconds)
    }

    /// Continues from an earlier belief.
    package mutating func resume(_ earlier: EmotionScores) {
        belief = earlier
    }

    /// Takes in one reading that stands for `seconds` of the stream.
    package mutating func update(_ scores: EmotionScores, at place: FacePlace?, seconds: Double) {
        let step = min(max(seconds, 0), longestStep)
        let stay = exp(-step / staySeconds)
        let others = Double(Emotion.allCases.count - 1)
        let weight = pose.weigh(scores, at: place, seconds: step, elapsed: max(seconds, 0))
        let before = belief
        let floor = doubt / Double(Emotion.allCases.count)
        let freed = EmotionScores { scores[$0] / pow(Self.expectation[$0], freedom) }
        belief = EmotionScores { mood in
            let moved = stay * before[mood] + (1 - stay) * (1 - before[mood]) / others
            return moved * pow((1 - doubt) * freed[mood] + floor, weight)
        }
    }
}
