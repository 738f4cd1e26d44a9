/// How the scores of one emotion network tell the mood behind them: the constants that are fitted to the network and
/// belong to it.
///
/// They are the section `mood` of the network's manifest, `emotion.json`, under the names of these properties.
/// `emotunes-evaluate fit` makes them from recorded readings.
package struct MoodModel: Sendable, Hashable, Codable {
    /// Added to the log scores: takes out what the network expects before it has looked, since it learned from pictures
    /// that were mostly happy and neutral (Saerens et al. 2002). Natural logarithms; only differences matter.
    package var priorCorrection: EmotionValues
    /// Log scores are divided by it. Above 1 it makes scores less sure than they claim: people's faces differ from those
    /// the network was calibrated on, and one person's always in the same way.
    package var temperature: Double
    /// The share of poses, 0 to 1, that are taken to say nothing: expressions pass over a face.
    package var outlierShare: Double
    /// The share of changes of mood that lead to each mood; they sum to 1. Surprise is seen often, in talking above all,
    /// and seldom is a mood.
    package var transitionPrior: EmotionValues
    /// A mood that has lasted for `MoodParameters.Stay.acquaintedSeconds` is expected to last on for so many times that.
    package var expectedDwellFactor: Double
    /// The median log scores of neutral faces: how the network reads a face at rest, from log 0.0001 up to 0.
    package var restingLogScores: EmotionValues

    package init(
        priorCorrection: EmotionValues, temperature: Double, outlierShare: Double, transitionPrior: EmotionValues,
        expectedDwellFactor: Double, restingLogScores: EmotionValues
    ) {
        self.priorCorrection = priorCorrection
        self.temperature = temperature
        self.outlierShare = outlierShare
        self.transitionPrior = transitionPrior
        self.expectedDwellFactor = expectedDwellFactor
        self.restingLogScores = restingLogScores
    }

    /// Scores below this say nothing more; log scores are taken of nothing lower.
    package static let leastScore = 1e-4
}

/// A constant of a `MoodModel` that the mood cannot be worked out with.
package struct MoodModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it stands in the section `mood`, for example `priorCorrection.sad`.
    package var key: String
    /// What it is, or in the case of a sum, what it comes to.
    package var value: Double
    /// What it may be, for a person.
    package var allowed: String

    package var description: String { "\(key) is \(value); it must be \(allowed)" }
}

extension MoodModel {
    /// - Throws: `MoodModelError` for the first constant that is out of its range.
    package func validate() throws(MoodModelError) {
        try check("temperature", temperature, 0.05...20, "0.05 to 20")
        try check("outlierShare", outlierShare, 0.001...0.999, "0.001 to 0.999")
        try check("expectedDwellFactor", expectedDwellFactor, 0.01...1000, "0.01 to 1000")
        for emotion in Emotion.allCases {
            try check("priorCorrection.\(emotion)", priorCorrection[emotion], -20...20, "-20 to 20")
            try check("restingLogScores.\(emotion)", restingLogScores[emotion], -9.2104...0, "-9.2104 to 0")
            try check("transitionPrior.\(emotion)", transitionPrior[emotion], 0.0001...0.999, "0.0001 to 0.999")
        }
        let sum = Emotion.allCases.reduce(0) { $0 + transitionPrior[$1] }
        try check("transitionPrior in all", sum, 0.995...1.005, "1")
    }

    private func check(
        _ key: String, _ value: Double, _ range: ClosedRange<Double>, _ allowed: String
    ) throws(MoodModelError) {
        guard range.contains(value) else { throw MoodModelError(key: key, value: value, allowed: allowed) }
    }
}
