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

    /// Median log scores of neutral faces, as the shipped model reads those on which both label sets agree.
    package static let usual: [Emotion: Double] = [
        .angry: -7.86, .disgust: -9.21, .fear: -9.21, .happy: -6.94, .neutral: -0.02, .sad: -5.63, .surprise: -8.71,
    ]
    /// How much of the difference is taken off, the most of it in log scores, and the steps of learning, per hour.
    private static let discount = 0.7, most = 1.5, stepPerHour = 0.8
    /// After so many hours what was learned counts fully.
    private static let trustedHours = 1.0
    /// Scores below this say nothing more.
    private static let least = 1e-4

    /// Like everybody's.
    package init() {
        median = Self.usual
        hours = 0
    }

    /// What was kept; values that are no log scores are put right.
    package init(median: [Emotion: Double], hours: Double) {
        self.init()
        for emotion in Emotion.allCases {
            if let value = median[emotion], value.isFinite {
                self.median[emotion] = min(0, max(log(Self.least), value))
            }
        }
        self.hours = hours.isFinite ? min(max(0, hours), 10_000) : 0
    }

    /// A face at rest seen just now: the middle one of each emotion's log scores counts.
    package init?(calibrating looks: [EmotionScores]) {
        guard looks.count >= 20 else { return nil }
        var median: [Emotion: Double] = [:]
        for emotion in Emotion.allCases {
            let sorted = looks.map { Self.logScore($0, emotion) }.sorted()
            median[emotion] = sorted[sorted.count / 2]
        }
        self.init(median: median, hours: Self.trustedHours)
    }

    /// Learns from one look that stands for `seconds`.
    package mutating func learn(_ scores: EmotionScores, seconds: Double) {
        let share = min(max(seconds, 0), 2) / 3600
        hours += share
        for emotion in Emotion.allCases {
            let known = median[emotion] ?? 0, value = Self.logScore(scores, emotion)
            median[emotion] = known + (value > known ? 1 : value < known ? -1 : 0) * Self.stepPerHour * share
        }
    }

    /// The scores as they would be in a face that rests like everybody's.
    package func free(_ scores: EmotionScores) -> EmotionScores {
        guard hours > 0 else { return scores }
        let trust = Self.discount * min(1, hours / Self.trustedHours)
        return EmotionScores { emotion in
            let difference = (median[emotion] ?? 0) - (Self.usual[emotion] ?? 0)
            return max(scores[emotion], Self.least) * exp(-trust * min(max(difference, -Self.most), Self.most))
        }
    }

    private static func logScore(_ scores: EmotionScores, _ emotion: Emotion) -> Double {
        log(max(scores[emotion], least))
    }
}
