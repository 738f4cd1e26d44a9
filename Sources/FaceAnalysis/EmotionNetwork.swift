import COpenCV
import Glibc

/// One ONNX file of the emotion model, and the heads that are its outputs. Used by one thread at a time.
final class EmotionNetwork {
    /// Names of the heads, as the manifest has them.
    private let heads: [String]
    private let network: OpaquePointer
    private let side: Int
    private let outputs: [UnsafeMutablePointer<CChar>?]
    private let capacity: Int
    private var answers: [Float]

    /// Loads the file of these heads and checks the network's answer to a known pattern; that first run also warms the
    /// runtime up.
    ///
    /// - Throws: `FaceAnalysisError` if it is missing, damaged or does not answer as the manifest says.
    init(
        path: String, bytes: Int, heads descriptions: [String: EmotionManifest.Head], of manifest: EmotionManifest
    ) throws(FaceAnalysisError) {
        network = try NetworkFile.open(path, bytes: bytes, of: "the emotion model")
        side = manifest.side
        heads = descriptions.keys.sorted()
        outputs = heads.map { strdup(descriptions[$0]?.output ?? $0) }
        capacity = descriptions.values.map(\.labels.count).max() ?? 0
        answers = [Float](repeating: 0, count: capacity * heads.count)
        try check(path, against: manifest.check)
    }

    deinit {
        copencv_network_close(network)
        for name in outputs { free(name) }
    }

    /// Every head's logits for side × side standardised values, row by row.
    func logits(for input: [Float]) throws(FaceAnalysisError) -> [String: [Float]] {
        var lengths = [Int32](repeating: 0, count: heads.count)
        let names = outputs.map { UnsafePointer($0) }
        try checked(.openCV, "running the emotion model") { error in
            copencv_network_forward(
                network, input, Int32(side), Int32(side), names, Int32(names.count), &answers, Int32(capacity),
                &lengths, &error)
        }
        var result: [String: [Float]] = [:]
        for (i, name) in heads.enumerated() {
            result[name] = Array(answers[i * capacity..<i * capacity + Int(lengths[i])])
        }
        return result
    }

    private func check(_ path: String, against check: [String: [Double]]) throws(FaceAnalysisError) {
        let answer = try logits(for: EmotionClassifier.checkPattern(side: side))
        for name in heads {
            let got = answer[name] ?? [], expected = check[name] ?? []
            let agrees = got.count == expected.count && zip(got, expected).allSatisfy { abs(Double($0) - $1) < 1e-2 }
            guard agrees else {
                throw FaceAnalysisError(
                    .modelUnusable,
                    "\(path): head \"\(name)\" does not answer as its manifest says: damaged or another version; install the models again"
                )
            }
        }
    }
}
