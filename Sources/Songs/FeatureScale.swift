import Glibc

/// Standardises the ten features, so that distances between tracks weigh each feature alike.
///
/// Each is first brought to 0...1 (the length by its logarithm, loudness over 65 dB, tempo over 250 beats a minute),
/// then to its distance from the catalogue's mean in standard deviations, clamped at four and quantised in steps of
/// 1/15.75.
package struct FeatureScale: Hashable, Sendable {
    /// How many features: the length, then the nine of `SoundFeature`.
    package static let count = 10
    /// Quantisation steps in one standard deviation.
    package static let step: Float = 15.75

    /// Lower bound of a deviation: a feature in which tracks hardly differ must not be blown up to a large distance.
    private static let leastDeviation: Float = 0.02

    /// Each feature's mean over the catalogue, as a fraction 0 to 1.
    package var means: [Float]
    /// Each feature's standard deviation, as a fraction.
    package var deviations: [Float]

    /// - Parameters:
    ///   - means: of each feature's fraction over the catalogue, `count` of them.
    ///   - deviations: their standard deviations.
    package init(means: [Float], deviations: [Float]) {
        self.means = means
        self.deviations = deviations
    }

    /// A track's place on the scale; the last six of sixteen are 0.
    package func point(_ features: AudioFeatures) -> SIMD16<Int8> {
        var point = SIMD16<Int8>.zero
        let values = [
            features.length, features.danceability, features.acousticness, features.energy, features.instrumentalness,
            features.liveness, features.valence, features.loudness, features.speechiness, features.tempo,
        ]
        for (index, value) in values.enumerated() {
            point[index] = quantised(Float(Self.fraction(value, of: index)), index)
        }
        return point
    }

    /// A fraction of feature number `index` as a place on the scale.
    package func quantised(_ fraction: Float, _ index: Int) -> Int8 {
        let deviations = (fraction - means[index]) / max(deviations[index], Self.leastDeviation)
        return Int8((min(max(deviations, -4), 4) * Self.step).rounded())
    }

    /// A measure of a track's sound as a fraction 0 to 1, read back from its place on the scale: right to a sixteenth of a
    /// standard deviation, and to four deviations from the mean.
    package func fraction(of point: SIMD16<Int8>, _ feature: SoundFeature) -> Float {
        let index = feature.rawValue + 1
        let deviations = Float(point[index]) / Self.step
        return min(max(means[index] + deviations * max(self.deviations[index], Self.leastDeviation), 0), 1)
    }

    /// The value of feature number `index` brought to 0...1.
    package static func fraction(_ value: Double, of index: Int) -> Double {
        let fraction: Double
        switch index {
        // From ten seconds to an hour.
        case 0: fraction = log(max(value, 1) / 10_000) / log(360)
        case 7: fraction = (value + 60) / 65
        case 9: fraction = value / 250
        default: fraction = value
        }
        return min(max(fraction, 0), 1)
    }

    /// The square of the distance between two points, in standard deviations.
    @inline(__always)
    package static func squaredDistance(_ one: SIMD16<Int8>, _ other: SIMD16<Int8>) -> Float {
        // Differences are at most 126, so four of their squares fit 16 bits without sign.
        let difference = SIMD16<Int16>(truncatingIfNeeded: one) &- SIMD16<Int16>(truncatingIfNeeded: other)
        let squares = SIMD16<UInt16>(truncatingIfNeeded: difference &* difference)
        let pairs = squares.lowHalf &+ squares.highHalf
        let fours = pairs.lowHalf &+ pairs.highHalf
        return Float(SIMD4<UInt32>(truncatingIfNeeded: fours).wrappedSum()) * (1 / (step * step))
    }
}
