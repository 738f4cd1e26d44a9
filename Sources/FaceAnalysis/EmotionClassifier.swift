import COpenCV
package import Emotions
import Glibc

/// The emotion network: a face's grey crop in, probabilities out. Used by one thread at a time.
package final class EmotionClassifier {
    package let manifest: EmotionManifest
    private let network: OpaquePointer
    private let headNames: [String]
    private let outputNames: [UnsafeMutablePointer<CChar>?]
    private let capacity: Int
    private var input: [Float]
    private var output: [Float]

    /// Loads `emotion.json` and the network it names, and checks the network's answer to a known pattern; that first
    /// run also warms the runtime up.
    ///
    /// - Throws: `FaceAnalysisError` if either is missing, damaged or does not answer as the manifest says.
    package init(folder: String) throws(FaceAnalysisError) {
        let path = "\(folder)/emotion.json"
        let manifest = try EmotionManifest(path: path)
        self.manifest = manifest
        let model = "\(folder)/\(manifest.file)"
        var status = stat()
        guard stat(model, &status) == 0 else {
            throw FaceAnalysisError(
                .modelUnusable, "\(model): the emotion model cannot be read; install the models again")
        }
        guard status.st_size == manifest.bytes else {
            throw FaceAnalysisError(
                .modelUnusable,
                "\(model): \(status.st_size) bytes instead of \(manifest.bytes): truncated or another version; install the models again"
            )
        }
        var opened: OpaquePointer?
        try checked(.modelUnusable, "\(model): the emotion model cannot be loaded (install the models again)") {
            copencv_network_open(model, &opened, &$0)
        }
        guard let opened else {
            throw FaceAnalysisError(.modelUnusable, "\(model): the emotion model cannot be loaded")
        }
        network = opened
        headNames = manifest.heads.keys.sorted()
        outputNames = headNames.map { strdup(manifest.heads[$0]?.output ?? $0) }
        capacity = manifest.heads.values.map(\.labels.count).max() ?? 0
        input = [Float](repeating: 0, count: manifest.side * manifest.side)
        output = [Float](repeating: 0, count: capacity * headNames.count)
        try checkAnswer(model)
    }

    deinit {
        copencv_network_close(network)
        for name in outputNames { free(name) }
    }

    /// The daemon's scores for a face: the manifest's scoring head, calibrated, as the seven emotions.
    func scores(for crop: GreyPicture) throws(FaceAnalysisError) -> EmotionScores {
        prepare(crop.pixels)
        return emotions(of: manifest.scores, try forward())
    }

    /// Every head's logits for a crop of `side` × `side` grey bytes, labels in the manifest's order.
    package func logits(for pixels: [UInt8]) throws(FaceAnalysisError) -> [String: [Float]] {
        prepare(pixels)
        return try forward()
    }

    /// A head's logits as calibrated scores of the seven emotions; labels that stand for none of them are left out.
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
        (0..<side * side).map { i in Float((i % side * 7 + i / side * 13) % 48) / 24 - 1 }
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

    private func forward() throws(FaceAnalysisError) -> [String: [Float]] {
        var lengths = [Int32](repeating: 0, count: headNames.count)
        let names = outputNames.map { UnsafePointer($0) }
        let side = Int32(manifest.side)
        try checked(.openCV, "running the emotion model") { error in
            copencv_network_forward(
                network, input, side, side, names, Int32(names.count), &output, Int32(capacity), &lengths, &error)
        }
        var result: [String: [Float]] = [:]
        for (i, name) in headNames.enumerated() {
            result[name] = Array(output[i * capacity..<i * capacity + Int(lengths[i])])
        }
        return result
    }

    private func checkAnswer(_ model: String) throws(FaceAnalysisError) {
        input = Self.checkPattern(side: manifest.side)
        let answer = try forward()
        for (name, expected) in manifest.check {
            let got = answer[name] ?? []
            let agrees = got.count == expected.count && zip(got, expected).allSatisfy { abs(Double($0) - $1) < 1e-2 }
            guard agrees else {
                throw FaceAnalysisError(
                    .modelUnusable,
                    "\(model): head \"\(name)\" does not answer as its manifest says: damaged or another version; install the models again"
                )
            }
        }
    }
}
