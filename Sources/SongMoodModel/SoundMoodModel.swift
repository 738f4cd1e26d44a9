import FoundationEssentials
import Glibc
package import Songs

/// The sound-mood network: a song's loudness and tempo, as measured on its file, to the probabilities of the four song moods.
///
/// It knows little, and says so: of two songs in three it names the mood that a person would. The model card is
/// `models/sound-mood/README.md`.
package struct SoundMoodModel: Sendable {
    /// How many places stand in for a value that is missing.
    private static let imputations = 8

    private let scales: [SongMoodManifest.Knots]
    private let layers: [SongMoodManifest.Layer]

    /// `sound-mood.json`, as `models/training` writes it.
    private struct Manifest: Decodable {
        var format: Int
        var features: [String]
        var moods: [String]
        var knots: [SongMoodManifest.Knots]
        var layers: [SongMoodManifest.Layer]
        var checksum: String
        var check: SongMoodManifest.Check
    }

    /// Reads `sound-mood.json` and runs its self-check.
    ///
    /// - Throws: `SongMoodModelError` if the file cannot be read or does not hold a whole model.
    package init(contentsOf path: String) throws(SongMoodModelError) {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw SongMoodModelError("\(path): the sound-mood model cannot be read; install the models again")
        }
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: data), Self.isWhole(manifest) else {
            throw SongMoodModelError("\(path): no whole sound-mood model of format 1; install the models again")
        }
        scales = manifest.knots
        layers = manifest.layers
        let check = manifest.check
        let answer = scores(loudness: check.features[0], tempo: check.features[1])
        let given = [answer.happy, answer.sad, answer.energetic, answer.calm]
        guard zip(given, check.scores).allSatisfy({ abs($0 - $1) < 1e-4 }) else {
            throw SongMoodModelError(
                "\(path): the sound-mood model does not answer as it says it should; install the models again")
        }
    }

    private static func isWhole(_ manifest: Manifest) -> Bool {
        guard manifest.format == 1, manifest.features == ["loudness", "tempo"],
            manifest.moods == ["happy", "sad", "energetic", "calm"], manifest.knots.count == 2,
            manifest.layers.count == 2, manifest.check.features.count == 2, manifest.check.scores.count == 4
        else { return false }
        for scale in manifest.knots {
            guard scale.values.count >= 2, scale.positions.count == scale.values.count,
                zip(scale.values, scale.values.dropFirst()).allSatisfy({ $0 < $1 })
            else { return false }
        }
        let hidden = manifest.layers[0].biases.count
        for (layer, shape) in zip(manifest.layers, [(2, hidden), (hidden, 4)]) {
            guard layer.weights.count == shape.0, layer.biases.count == shape.1,
                layer.weights.allSatisfy({ $0.count == shape.1 })
            else { return false }
        }
        let numbers =
            manifest.knots.flatMap { $0.values + $0.positions }
            + manifest.layers.flatMap { $0.weights.joined() + $0.biases }
        return numbers.allSatisfy(\.isFinite) && SongMoodManifest.checksum(numbers) == manifest.checksum
    }

    /// The probabilities of the four song moods; uniform where nothing is known.
    ///
    /// - Parameters:
    ///   - loudness: integrated, in LUFS; nil where it is not known.
    ///   - tempo: in beats per minute; nil where it is not known.
    package func scores(loudness: Double?, tempo: Double?) -> SongMoodScores {
        guard loudness != nil || tempo != nil else { return SongMoodScores(happy: 1, sad: 1, energetic: 1, calm: 1) }
        let places = [loudness, tempo].enumerated().map { index, value in
            value.map { Self.position(of: $0, on: scales[index]) }
        }
        let isWhole = !places.contains { $0 == nil }
        var sum = SIMD4<Double>.zero
        for trial in 0..<(isWhole ? 1 : Self.imputations) {
            let stand = ((Double(trial) + 0.5) / Double(Self.imputations) - 0.5) * 12.0.squareRoot()
            sum += probabilities(at: places.map { $0 ?? stand })
        }
        return SongMoodScores(happy: sum[0], sad: sum[1], energetic: sum[2], calm: sum[3])
    }

    private static func position(of value: Double, on scale: SongMoodManifest.Knots) -> Double {
        guard let above = scale.values.firstIndex(where: { $0 > value }) else { return scale.positions.last ?? 0 }
        if above == 0 { return scale.positions[0] }
        let share = (value - scale.values[above - 1]) / (scale.values[above] - scale.values[above - 1])
        return scale.positions[above - 1] + share * (scale.positions[above] - scale.positions[above - 1])
    }

    private func probabilities(at places: [Double]) -> SIMD4<Double> {
        var values = places
        for (index, layer) in layers.enumerated() {
            var next = layer.biases
            for (value, weights) in zip(values, layer.weights) {
                for unit in next.indices { next[unit] += value * weights[unit] }
            }
            values = index + 1 < layers.count ? next.map { max(0, $0) } : next
        }
        let highest = values.max() ?? 0
        let weights = SIMD4(values.map { exp($0 - highest) })
        return weights / weights.sum()
    }
}
