import FoundationEssentials
import Songs

/// `song-mood.json`: the whole song-mood network, as `models/training` writes it.
struct SongMoodManifest: Decodable {
    /// Version of this description; this code reads 1.
    var format: Int
    /// The input's order.
    var features: [String]
    /// The output's order.
    var moods: [String]
    /// The most linear segments of a scale; it has at most one knot more.
    var segments: Int
    /// For each feature its quantiles among the training songs.
    var knots: [Knots]
    /// Hidden and output layer.
    var layers: [Layer]
    /// FNV-1a over the bits of all numbers in knots and layers, in hexadecimal, to detect damage.
    var checksum: String
    /// Features and the training framework's answer, for the self-check.
    var check: Check
    var trainingSongs: TrainingSongs

    /// A piecewise linear scale, flat beyond its ends.
    struct Knots: Decodable {
        /// Rising, in the feature's unit.
        var values: [Double]
        var positions: [Double]
    }

    /// A dense layer.
    struct Layer: Decodable {
        /// Input × output.
        var weights: [[Double]]
        var biases: [Double]
    }

    struct Check: Decodable {
        var features: [Double]
        var scores: [Double]
    }

    /// The fingerprints of the songs it was trained on; see `SongFingerprint`.
    struct TrainingSongs: Decodable {
        var count: Int
        var fingerprints: [UInt32]
    }

    /// - Throws: `SongMoodModelError` if the file cannot be read, is none of these, or is damaged.
    init(contentsOf path: String) throws(SongMoodModelError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw SongMoodModelError("\(path): the song-mood model cannot be read; install the models again")
        }
        do {
            self = try JSONDecoder().decode(SongMoodManifest.self, from: data)
        } catch {
            throw SongMoodModelError("\(path): no song-mood model (\(Self.reason(error))); install the models again")
        }
        try validate(path)
    }

    private func validate(_ path: String) throws(SongMoodModelError) {
        func require(_ holds: Bool, _ what: String) throws(SongMoodModelError) {
            guard holds else { throw SongMoodModelError("\(path): \(what); install the models again") }
        }
        try require(format == 1, "format \(format) is not known to this version, which reads 1")
        try require(
            features == AudioFeatures.names, "the features are not \(AudioFeatures.names.joined(separator: ", "))")
        try require(moods == ["happy", "sad", "energetic", "calm"], "the moods are not happy, sad, energetic, calm")
        try require(
            segments == SongMoodModel.segments && knots.count == features.count,
            "there must be one scale a feature, of up to \(SongMoodModel.segments) segments")
        for (name, scale) in zip(features, knots) {
            let rises = zip(scale.values, scale.values.dropFirst()).allSatisfy { Float($0) < Float($1) }
            try require(
                (2...segments + 1).contains(scale.values.count) && rises
                    && scale.positions.count == scale.values.count,
                "the scale of \(name) needs 2 to \(segments + 1) rising values and a position for each")
        }
        try require(layers.count == 2, "\(layers.count) layers instead of 2")
        let hidden = layers[0].biases.count
        try require(
            (1...SongMoodModel.maximumHiddenUnits).contains(hidden), "a hidden layer of \(hidden) is not supported")
        for (layer, shape) in zip(layers, [(features.count, hidden), (hidden, moods.count)]) {
            try require(
                layer.weights.count == shape.0 && layer.biases.count == shape.1
                    && layer.weights.allSatisfy { $0.count == shape.1 },
                "a layer is not \(shape.0) × \(shape.1)")
        }
        try require(numbers.allSatisfy { Float($0).isFinite }, "a number is not finite")
        try require(checksum == Self.checksum(numbers), "the numbers do not fit their checksum")
        try require(
            check.features.count == features.count && check.scores.count == moods.count, "the check is incomplete")
        try require(
            trainingSongs.fingerprints.count == trainingSongs.count,
            "\(trainingSongs.fingerprints.count) fingerprints for \(trainingSongs.count) training songs")
    }

    /// All parameters, in the order of the checksum.
    private var numbers: [Double] {
        knots.flatMap { $0.values + $0.positions } + layers.flatMap { $0.weights.joined() + $0.biases }
    }

    static func checksum(_ numbers: [Double]) -> String {
        var hash = FNV1a()
        for number in numbers { hash.add(number.bitPattern) }
        return String(hash.value, radix: 16)
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "wrong type at \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\""
        default: "damaged JSON"
        }
    }
}

/// Why the song-mood model cannot be used: file, problem and remedy, for people.
package struct SongMoodModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line: file, problem and remedy.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
