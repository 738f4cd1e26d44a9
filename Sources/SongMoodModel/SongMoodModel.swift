import Glibc
package import Songs

/// The song-mood network: ten audio features to the probabilities of the four song moods.
///
/// Each feature becomes its place among the training songs (piecewise linear through their quantiles), then come a
/// hidden layer of rectified units and a softmax. Values beyond the training songs count as the outermost of them. A
/// feature that is missing (not a finite number) is tried at eight evenly spread places and the answers are averaged,
/// so the less is known the less is claimed; of nothing, nothing is claimed. The model card is `models/song-mood/README.md`.
///
/// One answer takes a fraction of a microsecond and allocates nothing.
package struct SongMoodModel: SongMoodScoring {
    /// Linear pieces of a feature's scale.
    static let segments = 16
    /// Units in the hidden layer, at most.
    static let widest = 256
    private static let inputs = 10
    /// How many places a missing feature is tried at.
    private static let trials = 8

    private typealias Lanes = SIMD16<Float>

    /// Segment by segment, one lane a feature: where it begins, one over its width, and how far it takes the position.
    /// Segments that a feature does not use take it nowhere.
    private let starts: [Lanes]
    private let inverseWidths: [Lanes]
    private let rises: [Lanes]
    /// Positions of the lowest values, one lane a feature; the lowest and highest values themselves.
    private let lowestPositions: Lanes
    private let lowest: Lanes
    private let highest: Lanes
    /// Sixteen hidden units at a time; unused units have no weight. Per block one bias, ten input weights, and an output
    /// weight for each unit and mood.
    private let hiddenBiases: [Lanes]
    private let hiddenWeights: [Lanes]
    private let outputWeights: [SIMD4<Float>]
    private let outputBiases: SIMD4<Float>
    private let fingerprints: Set<UInt32>

    /// Reads `song-mood.json` and tries it on its self-check.
    ///
    /// - Throws: `SongMoodModelError` if the file cannot be read or does not hold a whole model.
    package init(contentsOf path: String) throws(SongMoodModelError) {
        let manifest = try SongMoodManifest(contentsOf: path)
        let segments = (0..<Self.segments).map { segment in manifest.knots.map { Self.segment(segment, of: $0) } }
        starts = segments.map { Self.lanes($0.map(\.start)) }
        inverseWidths = segments.map { Self.lanes($0.map(\.inverseWidth)) }
        rises = segments.map { Self.lanes($0.map(\.rise)) }
        lowestPositions = Self.lanes(manifest.knots.map { $0.positions.first ?? 0 })
        lowest = Self.lanes(manifest.knots.map { $0.values.first ?? 0 })
        highest = Self.lanes(manifest.knots.map { $0.values.last ?? 0 })

        let hidden = manifest.layers[0], output = manifest.layers[1]
        let blocks = stride(from: 0, to: hidden.biases.count, by: Lanes.scalarCount)
        hiddenBiases = blocks.map { Self.lanes(hidden.biases.dropFirst($0)) }
        hiddenWeights = blocks.flatMap { block in hidden.weights.map { Self.lanes($0.dropFirst(block)) } }
        let unused = Array(repeating: SIMD4<Float>.zero, count: Lanes.scalarCount)
        outputWeights = output.weights.map { weights in SIMD4(weights.map { Float($0) }) } + unused
        outputBiases = SIMD4(output.biases.map { Float($0) })
        fingerprints = Set(manifest.trainingSongs.fingerprints)

        let answer = scores(for: AudioFeatures(values: manifest.check.features))
        let given = [answer.happy, answer.sad, answer.energetic, answer.calm]
        guard zip(given, manifest.check.scores).allSatisfy({ abs($0 - $1) < 1e-4 }) else {
            throw SongMoodModelError(
                "\(path): the song-mood model does not answer as it says it should; install the models again")
        }
    }

    /// The probabilities of the four song moods.
    package func scores(for features: AudioFeatures) -> SongMoodScores {
        let values = features.values
        let finite = (values - values) .== SIMD16<Double>(repeating: 0)
        let positions = positions(of: Lanes(values.replacing(with: SIMD16<Double>(repeating: 0), where: .!finite)))
        if all(finite) { return scores(at: positions) }
        var missing = SIMDMask<Lanes.MaskStorage>(repeating: false)
        for feature in 0..<Self.inputs { missing[feature] = !finite[feature] }
        if (0..<Self.inputs).allSatisfy({ missing[$0] }) {
            return SongMoodScores(happy: 1, sad: 1, energetic: 1, calm: 1)
        }
        var sum = SIMD4<Float>.zero
        for trial in 0..<Self.trials {
            sum += probabilities(at: positions.replacing(with: Self.trialPositions(trial), where: missing))
        }
        return Self.named(sum)
    }

    /// Whether the network was trained on a song of these features: its answer is then no proof of anything.
    package func isTrainingSong(_ features: AudioFeatures) -> Bool {
        SongFingerprint.of(features).map(fingerprints.contains) ?? false
    }

    // MARK: Forward

    private func scores(at positions: Lanes) -> SongMoodScores {
        Self.named(probabilities(at: positions))
    }

    private static func named(_ weights: SIMD4<Float>) -> SongMoodScores {
        SongMoodScores(
            happy: Double(weights[0]), sad: Double(weights[1]), energetic: Double(weights[2]), calm: Double(weights[3]))
    }

    /// Each feature's place among the training songs.
    private func positions(of values: Lanes) -> Lanes {
        // Clamped first: a number too large for single precision would turn the unused segments into nonsense.
        let inside = values.clamped(to: lowest, highest)
        var positions = lowestPositions
        for segment in 0..<Self.segments {
            let passed = (inside - starts[segment]) * inverseWidths[segment]
            positions += passed.clamped(to: .zero, .one) * rises[segment]
        }
        return positions
    }

    private func probabilities(at positions: Lanes) -> SIMD4<Float> {
        var logits = outputBiases
        for block in hiddenBiases.indices {
            var units = hiddenBiases[block]
            for feature in 0..<Self.inputs {
                units += hiddenWeights[block * Self.inputs + feature] * positions[feature]
            }
            units.replace(with: 0, where: units .< 0)
            for unit in 0..<Lanes.scalarCount {
                logits += outputWeights[block * Lanes.scalarCount + unit] * units[unit]
            }
        }
        logits -= logits.max()
        let weights = SIMD4(expf(logits[0]), expf(logits[1]), expf(logits[2]), expf(logits[3]))
        return weights / weights.sum()
    }

    /// Where missing features are put in one trial: each visits each eighth of the training songs once, in an order of
    /// its own. The training code does the same.
    private static func trialPositions(_ trial: Int) -> Lanes {
        var positions = Lanes.zero
        for feature in 0..<inputs {
            let eighth = (trial * (1 + 2 * (feature % 4)) + feature) % trials
            positions[feature] = ((Float(eighth) + 0.5) / Float(trials) - 0.5) * Float(12).squareRoot()
        }
        return positions
    }

    // MARK: Loading

    private static func segment(
        _ index: Int, of knots: SongMoodManifest.Knots
    ) -> (start: Double, inverseWidth: Double, rise: Double) {
        guard index + 1 < knots.values.count else { return (0, 0, 0) }
        let width = Float(knots.values[index + 1]) - Float(knots.values[index])
        return (knots.values[index], Double(1 / width), knots.positions[index + 1] - knots.positions[index])
    }

    /// The first sixteen numbers, filled up with zeros.
    private static func lanes(_ numbers: some Sequence<Double>) -> Lanes {
        var lanes = Lanes.zero
        for (lane, number) in zip(0..<Lanes.scalarCount, numbers) { lanes[lane] = Float(number) }
        return lanes
    }
}

extension SIMD16<Float> {
    /// Written with masks because the library's `clamped` goes lane by lane.
    fileprivate func clamped(to lower: Self, _ upper: Self) -> Self {
        let raised = replacing(with: lower, where: self .< lower)
        return raised.replacing(with: upper, where: raised .> upper)
    }
}

extension AudioFeatures {
    /// From ten numbers in the order of `names`.
    fileprivate init(values: [Double]) {
        self.init(
            length: values[0], danceability: values[1], acousticness: values[2], energy: values[3],
            instrumentalness: values[4], liveness: values[5], valence: values[6], loudness: values[7],
            speechiness: values[8], tempo: values[9])
    }
}
