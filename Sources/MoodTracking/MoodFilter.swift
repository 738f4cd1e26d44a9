package import Emotions
import Glibc

/// A hidden Markov forward filter over the seven moods (Rabiner 1989): what the stream of readings says of the mood
/// behind it.
///
/// The mood changes rarely, and the more rarely the longer it has lasted: moods last for minutes or for hours, and one
/// that has lasted an hour seldom ends in the next minute (a chance of ending that falls with the time survived makes the
/// chain a semi-Markov one, Yu 2010). Some moods follow more often than others. A pose is evidence as a whole
/// (`PoseEvidence`): while it is held, what it says is put in place of what it said before. Its scores are freed from
/// what the classifier expects before it has looked (Saerens et al. 2002), since it learned from pictures that were
/// mostly happy and neutral, and mixed with "any mood", because expressions pass over a face.
package struct MoodFilter: Sendable {
    /// Seconds for which a mood is expected to last on, within these limits: `outlook` times as long as it has lasted
    /// once that is `acquaintedSeconds`, and the more times the longer it has lasted, by the power `ageing`. A playlist
    /// that suited for half an hour is not to change for a grimace; one that has just changed may have been wrong.
    var outlook = 1.85, ageing = 1.6, acquaintedSeconds = 120.0, leastStaySeconds = 95.0, mostStaySeconds = 60_000.0
    /// The share of a pose that is taken to say nothing.
    var doubt = 0.354
    /// Below 1 it makes scores less sure than they claim: people's faces differ from those the classifier was
    /// calibrated on, and one person's always in the same way.
    var sharpness = 0.646
    /// The most time, in seconds, that one reading can stand for.
    var longestStep = 2.0
    var pose: PoseEvidence

    /// The probability of each mood now.
    package var belief: EmotionScores { EmotionScores { exp(logBelief[$0.lane]) } }

    /// Seconds of readings for which the mood has lasted.
    private var lasted = 0.0
    /// Log probabilities by `Emotion.lane`.
    private var logBelief = Emotion.allCases.map { log(Self.following($0)) }
    /// What the present pose has put into `logBelief` so far.
    private var contribution = [Double](repeating: 0, count: Emotion.allCases.count)

    /// Added to the log scores: takes the classifier's own expectation out.
    private static func freedom(_ emotion: Emotion) -> Double {
        switch emotion {
        case .angry: 1.68
        case .disgust: 3.57
        case .fear: 2.5
        case .happy: 0.77
        case .neutral: 0.83
        case .sad: 1.85
        case .surprise: 1.24
        }
    }

    /// The share of changes that lead to each mood. Surprise is seen often, in talking above all, and seldom is a mood.
    private static func following(_ emotion: Emotion) -> Double {
        switch emotion {
        case .angry: 0.159
        case .disgust: 0.006
        case .fear: 0.008
        case .happy: 0.435
        case .neutral: 0.227
        case .sad: 0.138
        case .surprise: 0.027
        }
    }

    /// - Parameter windowSeconds: how far back the mood looks; a longer window lets a pose count later and for less, and
    ///   is calmer, a shorter one is quicker.
    package init(windowSeconds: Double = 30) {
        pose = PoseEvidence(windowSeconds: windowSeconds)
    }

    /// Continues from an earlier belief.
    package mutating func resume(_ earlier: EmotionScores) {
        logBelief = Emotion.allCases.map { log(max(earlier[$0], 1e-12)) }
        contribution = contribution.map { _ in 0 }
    }

    /// The mood is another from now on, or whoever comes back after long may have another.
    package mutating func beginMood() { lasted = 0 }

    /// Takes in one reading that stands for `seconds` of the stream.
    ///
    /// - Parameter number: the pose's (see `PoseEvidence.take`).
    package mutating func update(_ scores: EmotionScores, pose number: Int?, seconds: Double) {
        let step = min(max(seconds, 0), longestStep)
        pass(step)
        if pose.take(scores, pose: number, seconds: step, elapsed: max(seconds, 0)) {
            contribution = contribution.map { _ in 0 }
        }
        let said = evidence()
        for lane in logBelief.indices { logBelief[lane] += said[lane] - contribution[lane] }
        contribution = said
        let sum = Self.logSum(logBelief)
        for lane in logBelief.indices { logBelief[lane] -= sum }
    }

    /// Lets `seconds` go by in which the mood may have changed.
    private mutating func pass(_ seconds: Double) {
        lasted += seconds
        let expected = outlook * lasted * pow(lasted / acquaintedSeconds, ageing)
        let stay = exp(-seconds / min(max(expected, leastStaySeconds), mostStaySeconds))
        let before = logBelief.map { exp($0) }
        let shares = Emotion.allCases.map { Self.following($0) }
        let leaving = zip(before, shares).map { $0 / (1 - $1) }
        let sum = leaving.reduce(0, +)
        for lane in logBelief.indices {
            logBelief[lane] = log(stay * before[lane] + (1 - stay) * shares[lane] * (sum - leaving[lane]))
        }
    }

    /// The log likelihoods that the present pose gives the moods.
    private func evidence() -> [Double] {
        let freed = Emotion.allCases.map { sharpness * pose.meanLog[$0.lane] + Self.freedom($0) }
        let sum = Self.logSum(freed), floor = doubt / Double(freed.count)
        return freed.map { pose.weight * log((1 - doubt) * exp($0 - sum) + floor) }
    }

    private static func logSum(_ values: [Double]) -> Double {
        let top = values.max() ?? 0
        return top + log(values.reduce(0) { $0 + exp($1 - top) })
    }
}
