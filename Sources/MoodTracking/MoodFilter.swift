package import Emotions
import Glibc

/// A hidden Markov forward filter over the seven moods (Rabiner 1989): what the stream of readings says of the mood
/// behind it.
///
/// The mood changes rarely, and the more rarely the longer it has lasted: moods last for minutes or for hours, and one
/// that has lasted an hour seldom ends in the next minute (a chance of ending that falls with the time survived makes the
/// chain a semi-Markov one, Yu 2010). Some moods follow more often than others. A pose is evidence as a whole
/// (`PoseEvidence`): while it is held, what it says is put in place of what it said before. What the classifier expects
/// before it has looked is taken out of the scores, and they are mixed with "any mood", because expressions pass over a
/// face: `MoodModel` has the numbers.
package struct MoodFilter: Sendable {
    var pose: PoseEvidence

    /// The probability of each mood now.
    package var belief: EmotionScores { EmotionScores { exp(logBelief[$0.lane]) } }

    private let model: MoodModel
    private let stay: MoodParameters.Stay
    private let inverseTemperature: Double
    /// Seconds of readings for which the mood has lasted.
    private var lasted = 0.0
    /// Log probabilities by `Emotion.lane`.
    private var logBelief: [Double]
    /// What the present pose has put into `logBelief` so far.
    private var contribution = [Double](repeating: 0, count: Emotion.allCases.count)

    /// - Parameter windowSeconds: how far back the mood looks; a longer window lets a pose count later and for less, and
    ///   is calmer, a shorter one is quicker.
    package init(model: MoodModel, windowSeconds: Double = 30, parameters: MoodParameters = MoodParameters()) {
        self.model = model
        stay = parameters.stay
        inverseTemperature = 1 / model.temperature
        logBelief = Emotion.allCases.map { log(model.transitionPrior[$0]) }
        pose = PoseEvidence(windowSeconds: windowSeconds, parameters: parameters.pose)
    }

    /// Continues from an earlier belief.
    package mutating func resume(_ earlier: EmotionScores) {
        logBelief = Emotion.allCases.map { log(max(earlier[$0], 1e-12)) }
        contribution = contribution.map { _ in 0 }
    }

    /// The mood is another from now on, or a person who comes back after long may have another.
    package mutating func beginMood() { lasted = 0 }

    /// Takes in one reading that stands for `seconds` of the stream.
    ///
    /// - Parameter number: the pose's (see `PoseEvidence.add`).
    package mutating func update(_ scores: EmotionScores, pose number: Int?, seconds: Double) {
        let step = min(max(seconds, 0), stay.longestStepSeconds)
        predict(step)
        if pose.add(scores, pose: number, seconds: step, elapsed: max(seconds, 0)) {
            contribution = contribution.map { _ in 0 }
        }
        let evidence = evidence()
        for lane in logBelief.indices { logBelief[lane] += evidence[lane] - contribution[lane] }
        contribution = evidence
        let sum = Self.logSum(logBelief)
        for lane in logBelief.indices { logBelief[lane] -= sum }
    }

    /// Lets `seconds` go by in which the mood may have changed.
    private mutating func predict(_ seconds: Double) {
        lasted += seconds
        let expected = model.expectedDwellFactor * lasted * pow(lasted / stay.acquaintedSeconds, stay.ageing)
        let staying = exp(-seconds / min(max(expected, stay.leastSeconds), stay.mostSeconds))
        let before = logBelief.map { exp($0) }
        let shares = Emotion.allCases.map { model.transitionPrior[$0] }
        let leaving = zip(before, shares).map { $0 / (1 - $1) }
        let sum = leaving.reduce(0, +)
        for lane in logBelief.indices {
            logBelief[lane] = log(staying * before[lane] + (1 - staying) * shares[lane] * (sum - leaving[lane]))
        }
    }

    /// The log likelihoods that the present pose gives the moods.
    private func evidence() -> [Double] {
        let corrected = Emotion.allCases.map {
            inverseTemperature * pose.meanLog[$0.lane] + model.priorCorrection[$0]
        }
        let sum = Self.logSum(corrected), floor = model.outlierShare / Double(corrected.count)
        return corrected.map { pose.weight * log((1 - model.outlierShare) * exp($0 - sum) + floor) }
    }

    private static func logSum(_ values: [Double]) -> Double {
        let top = values.max() ?? 0
        return top + log(values.reduce(0) { $0 + exp($1 - top) })
    }
}
