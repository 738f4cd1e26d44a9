package import Emotions
import Glibc

/// The emotion model: a face's grey crop in, probabilities out. Used by one thread at a time.
package final class EmotionClassifier {
    package let manifest: EmotionManifest
    private let folder: String
    /// The network of the head whose scores the daemon uses.
    private let scoring: EmotionNetwork
    /// Those of heads that have a network to themselves; nil until the first call for every head's logits.
    private var others: [EmotionNetwork]?
    private var input: [Float]

    /// Loads `emotion.json` and the network of the head that the scores come from.
    ///
    /// - Throws: `FaceAnalysisError` if either is missing, damaged or does not answer as the manifest says.
    package init(folder: String) throws(FaceAnalysisError) {
        manifest = try EmotionManifest(path: "\(folder)/emotion.json")
        self.folder = folder
        scoring = try Self.network(manifest.heads[manifest.scores]?.file, manifest, folder)
        input = [Float](repeating: 0, count: manifest.side * manifest.side)
    }

    /// The network of all heads that name this file; nil stands for the manifest's own.
    private static func network(
        _ file: String?, _ manifest: EmotionManifest, _ folder: String
    ) throws(FaceAnalysisError) -> EmotionNetwork {
        let heads = manifest.heads.filter { $0.value.file == file }
        return try EmotionNetwork(
            path: "\(folder)/\(file ?? manifest.file)", bytes: heads.values.first?.bytes ?? manifest.bytes,
            heads: heads, of: manifest)
    }

    /// The daemon's scores for a face: the manifest's scoring head, calibrated, as the seven emotions.
    func scores(for crop: GreyPicture) throws(FaceAnalysisError) -> EmotionScores {
        emotions(of: manifest.scores, try scoringLogits(for: crop.pixels))
    }

    /// Every head's logits for a crop of `side` × `side` grey bytes, labels in the manifest's order.
    ///
    /// - Throws: `FaceAnalysisError` if a network fails, or the file of a head's own is missing or damaged.
    package func logits(for pixels: [UInt8]) throws(FaceAnalysisError) -> [String: [Float]] {
        var logits = try scoringLogits(for: pixels)
        for network in try otherNetworks() { logits.merge(try network.logits(for: input)) { $1 } }
        return logits
    }

    /// The logits of the network that the daemon runs alone; of a face that it is not sure of, the mean of what it says of
    /// the face and of its mirror image (`EmotionManifest.Head.againBelow`).
    ///
    /// - Parameter once: never asks for the mirror image.
    package func scoringLogits(
        for pixels: [UInt8], once: Bool = false
    ) throws(FaceAnalysisError) -> [String: [Float]] {
        prepare(pixels)
        let logits = try scoring.logits(for: input)
        guard !once, let head = manifest.heads[manifest.scores], let sure = head.againBelow,
            let values = logits[manifest.scores], Self.topProbability(values, head.temperature) < sure
        else { return logits }
        var both = logits
        let mirrored = try scoring.logits(for: mirroredInput())[manifest.scores] ?? values
        both[manifest.scores] = zip(values, mirrored).map { ($0 + $1) / 2 }
        return both
    }

    private static func topProbability(_ logits: [Float], _ temperature: Double) -> Double {
        guard let top = logits.max() else { return 1 }
        return 1 / logits.reduce(0) { $0 + exp(Double($1 - top) / temperature) }
    }

    private func mirroredInput() -> [Float] {
        let side = manifest.side
        return (0..<side * side).map { input[$0 / side * side + side - 1 - $0 % side] }
    }

    private func otherNetworks() throws(FaceAnalysisError) -> [EmotionNetwork] {
        if let others { return others }
        var opened: [EmotionNetwork] = []
        for file in Set(manifest.heads.values.map(\.file)) where file != manifest.heads[manifest.scores]?.file {
            opened.append(try Self.network(file, manifest, folder))
        }
        others = opened
        return opened
    }

    /// A head's logits as calibrated scores of the seven emotions; labels that stand for none of them are left out.
    /// Uniform where `logits` lacks the head.
    package func emotions(of head: String, _ logits: [String: [Float]]) -> EmotionScores {
        guard let description = manifest.heads[head], let values = logits[head], let top = values.max() else {
            return .uniform
        }
        var weights: [Emotion: Double] = [:]
        for (label, value) in zip(description.labels, values) {
            guard let emotion = description.emotions[label].flatMap(Emotion.init) else { continue }
            weights[emotion, default: 0] += exp(Double(value - top) / description.temperature)
        }
        return EmotionScores { weights[$0] ?? 0 }
    }

    /// Standardised values of the self-check's picture, row by row.
    package static func checkPattern(side: Int) -> [Float] {
        FaceNetwork.testPicture(width: side, height: side)
    }

    private func prepare(_ pixels: [UInt8]) {
        var sum = 0.0, squares = 0.0
        for value in pixels {
            let x = Double(value)
            sum += x
            squares += x * x
        }
        let n = Double(max(1, pixels.count))
        let mean = sum / n
        let deviation = max(0, squares / n - mean * mean).squareRoot()
        let gain = 1 / (deviation + manifest.epsilon)
        for i in 0..<min(pixels.count, input.count) { input[i] = Float((Double(pixels[i]) - mean) * gain) }
    }
}
