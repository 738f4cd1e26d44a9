import Emotions
import Glibc

extension MoodModel {
    /// A model's constants as numbers that may have any value, so that a search cannot leave their ranges: shares and
    /// factors as logarithms, a share between 0 and 1 by the logarithm of its odds.
    struct Coordinates: Sendable {
        var axes: [Double]

        /// Nothing is known: scores are taken as they are, a quarter of the poses say nothing, all moods follow equally
        /// often, and what has lasted two minutes lasts on for two.
        static let ignorance = Coordinates(
            axes: [Double](repeating: 0, count: transition + Emotion.allCases.count)
        ).with(outlierShare: 0.25)

        fileprivate static let temperature = Emotion.allCases.count
        fileprivate static let outliers = temperature + 1
        fileprivate static let dwell = temperature + 2
        fileprivate static let transition = temperature + 3

        private func with(outlierShare share: Double) -> Coordinates {
            var other = self
            other.axes[Self.outliers] = log(share / (1 - share))
            return other
        }
    }

    init(_ place: Coordinates, resting: EmotionValues) {
        let axes = place.axes
        let weights = EmotionValues { exp(axes[Coordinates.transition + $0.lane]) }
        let sum = Emotion.allCases.reduce(0) { $0 + weights[$1] }
        // Every mood follows now and then.
        let least = 0.0005
        // Only differences count, so that their mean can be nothing.
        let mean = axes[..<Coordinates.temperature].reduce(0, +) / Double(Emotion.allCases.count)
        self.init(
            priorCorrection: EmotionValues { axes[$0.lane] - mean }, temperature: exp(axes[Coordinates.temperature]),
            outlierShare: 1 / (1 + exp(-axes[Coordinates.outliers])),
            transitionPrior: EmotionValues { least + (1 - 7 * least) * weights[$0] / sum },
            expectedDwellFactor: exp(axes[Coordinates.dwell]),
            restingLogScores: resting)
    }

    /// With four decimals, in their ranges: what a manifest holds.
    var rounded: MoodModel {
        func short(_ value: Double, _ range: ClosedRange<Double>) -> Double {
            (min(max(value, range.lowerBound), range.upperBound) * 1e4).rounded() / 1e4
        }
        return MoodModel(
            priorCorrection: EmotionValues { short(priorCorrection[$0], -20...20) },
            temperature: short(temperature, 0.05...20), outlierShare: short(outlierShare, 0.001...0.999),
            transitionPrior: EmotionValues { short(transitionPrior[$0], 0.0005...0.999) },
            expectedDwellFactor: short(expectedDwellFactor, 0.01...1000),
            restingLogScores: EmotionValues { short(restingLogScores[$0], -9.2103...0) })
    }
}
