package import Emotions
import Glibc

/// How a person's face at rest differs from other people's: seven numbers, taken off the classifier's scores.
///
/// Some people look sad or angry when they feel nothing of the kind. Over hours people are neutral most of the time, so
/// the running median of what their face reads as, emotion by emotion, is their face at rest; it is learned by small
/// steps (Robbins and Monro 1951), so an hour of real sadness moves it little. `calibrate` sets it from half a minute of
/// looks. Only a part of the difference is taken off: the face also tells the truth.
package struct RestingExpression: Sendable, Equatable {
    /// The person's median log scores at rest, one for each of the seven; everybody's until something was learned.
    package private(set) var median: [Emotion: Double]
    /// Hours of looks it rests on; a calibration counts as one.
    package private(set) var hours: Double

    /// What corrections have taught: what is taken off each emotion's log scores before anything else; never below 0.
    package private(set) var taught = EmotionValues { _ in 0 }

    /// Everybody's: the median log scores of neutral faces.
    private let usual: EmotionValues
    private let parameters: MoodParameters.Resting
    let corrections: MoodParameters.Corrections

    /// Like everybody's.
    ///
    /// - Parameter usual: how the classifier in use reads a neutral face (`MoodModel.restingLogScores`).
    package init(
        usual: EmotionValues, parameters: MoodParameters.Resting = MoodParameters.Resting(),
        corrections: MoodParameters.Corrections = MoodParameters.Corrections()
    ) {
        self.usual = usual
        self.parameters = parameters
        self.corrections = corrections
        median = Self.table(usual)
        hours = 0
    }

    /// Takes the face for one like everybody's again, but for what corrections have taught.
    package mutating func forget() {
        let kept = taught
        self = RestingExpression(usual: usual, parameters: parameters, corrections: corrections)
        taught = kept
    }

    /// Goes by these lessons, the oldest first, and by no others. Together they take off no more than
    /// `MoodParameters.Corrections.mostTotal`, and only the newest `mostLessons` that teach something count.
    package mutating func take(_ lessons: [EmotionValues]) {
        taught = EmotionValues { _ in 0 }
        let teaching = lessons.filter { lesson in Emotion.allCases.contains { lesson[$0] != 0 } }
        for lesson in teaching.suffix(corrections.mostLessons) {
            for emotion in Emotion.allCases where lesson[emotion].isFinite {
                let step = min(max(lesson[emotion], -corrections.mostStep), mostStep(emotion))
                taught[emotion] = min(max(0, taught[emotion] + step), corrections.mostTotal)
            }
        }
    }

    /// The most that another correction takes off the emotion.
    func mostStep(_ emotion: Emotion) -> Double {
        taught[emotion] >= corrections.margin ? corrections.mostAgain : corrections.mostStep
    }

    /// By how much more the looks show the emotion, beside neutral, than everybody's face at rest does, in log scores.
    ///
    /// - Parameter seen: the middle log scores of looks at rest.
    func surplus(_ emotion: Emotion, in seen: EmotionValues) -> Double {
        (seen[emotion] - seen[.neutral]) - (usual[emotion] - usual[.neutral])
    }

    /// Takes over what was kept; values that are no log scores are put right.
    package mutating func restore(median kept: [Emotion: Double], hours keptHours: Double) {
        forget()
        for emotion in Emotion.allCases {
            if let value = kept[emotion], value.isFinite {
                median[emotion] = min(0, max(log(MoodModel.leastScore), value))
            }
        }
        hours = keptHours.isFinite ? min(max(0, keptHours), 10_000) : 0
    }

    /// Takes over a face at rest seen just now: the middle one of each emotion's log scores counts.
    ///
    /// - Returns: false if there are too few looks (`MoodParameters.Resting.calibrationLooks`); nothing is changed then.
    package mutating func calibrate(with looks: [EmotionScores]) -> Bool {
        guard looks.count >= parameters.calibrationLooks else { return false }
        restore(median: Self.table(Self.middle(looks.map(untaught))), hours: parameters.trustedHours)
        return true
    }

    /// Learns from one look that stands for `seconds`.
    ///
    /// What corrections have taught is taken off first: the median learns the rest, and so, over hours, gives back most of
    /// what a wrong correction took.
    package mutating func learn(_ scores: EmotionScores, seconds: Double) {
        let scores = untaught(scores)
        let share = min(max(seconds, 0), 2) / 3600
        hours += share
        for emotion in Emotion.allCases {
            let known = median[emotion] ?? 0, value = Self.logScore(scores, emotion)
            median[emotion] = known + (value > known ? 1 : value < known ? -1 : 0) * parameters.stepPerHour * share
        }
    }

    /// The scores as they would be in a face that rests like everybody's.
    package func corrected(_ scores: EmotionScores) -> EmotionScores {
        let scores = untaught(scores)
        guard hours > 0 else { return scores }
        let trust = parameters.discount * min(1, hours / parameters.trustedHours)
        let most = parameters.mostOffset
        return EmotionScores { emotion in
            let difference = (median[emotion] ?? 0) - usual[emotion]
            return max(scores[emotion], MoodModel.leastScore) * exp(-trust * min(max(difference, -most), most))
        }
    }

    /// The scores without what corrections have taught to take off.
    private func untaught(_ scores: EmotionScores) -> EmotionScores {
        guard Emotion.allCases.contains(where: { taught[$0] > 0 }) else { return scores }
        return EmotionScores { max(scores[$0], MoodModel.leastScore) * exp(-taught[$0]) }
    }

    /// The middle one of each emotion's log scores.
    static func middle(_ looks: [EmotionScores]) -> EmotionValues {
        EmotionValues { emotion in
            let sorted = looks.map { logScore($0, emotion) }.sorted()
            return sorted[sorted.count / 2]
        }
    }

    private static func table(_ values: EmotionValues) -> [Emotion: Double] {
        Dictionary(uniqueKeysWithValues: Emotion.allCases.map { ($0, values[$0]) })
    }

    private static func logScore(_ scores: EmotionScores, _ emotion: Emotion) -> Double {
        log(max(scores[emotion], MoodModel.leastScore))
    }
}
