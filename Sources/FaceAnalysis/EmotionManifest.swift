package import Emotions
import FoundationEssentials

/// What stands beside the networks and says how to use them, so that swapping the model needs no code.
package struct EmotionManifest: Decodable, Sendable {
    /// Version of this description; this code reads 2. Version 1 had no section `mood`.
    package var format: Int
    /// The network's file name, in the manifest's folder, and its size in bytes: a truncated file is refused.
    package var file: String
    package var bytes: Int
    /// Side of the grey input in pixels.
    package var side: Int
    /// `standardise`: per picture (x − mean) / (deviation + epsilon), on 0…255.
    package var normalisation: String
    package var epsilon: Double
    /// Share of the detector's box added on each side before cropping.
    package var margin: Double
    /// The network's heads by name.
    package var heads: [String: Head]
    /// The head whose scores the daemon uses.
    package var scores: String
    /// How the mood is told from the scores of this network.
    package var mood: MoodModel
    /// What the networks answer to `EmotionClassifier.checkPattern`, by head: damaged weights do not pass unnoticed.
    package var check: [String: [Double]]

    /// One of the networks' outputs.
    package struct Head: Decodable, Sendable {
        /// The file of a network that answers for this head alone, in the manifest's folder, and its size in bytes; nil for
        /// a head of the manifest's own network.
        package var file: String?
        package var bytes: Int?
        /// The output's name in the ONNX file.
        package var output: String
        /// One label an output value, in order.
        package var labels: [String]
        /// Which of the seven emotions a label stands for; a label that is missing here stands for none.
        package var emotions: [String: String]
        /// The logits are divided by this before the softmax (Guo et al. 2017).
        package var temperature: Double
        /// Where the likeliest label's probability lies below this, the network of the scores looks at the mirrored face too,
        /// and the mean of both logits counts; nil for one look at every face.
        package var againBelow: Double?
    }

    /// Reads `emotion.json` beside the network.
    ///
    /// - Throws: `FaceAnalysisError` if it is missing, unreadable or inconsistent.
    package init(path: String) throws(FaceAnalysisError) {
        let data = try ManifestFile.data(path, of: "the emotion model")
        do {
            // The version first: what else is missing in an older file is no news then.
            let version = try JSONDecoder().decode(Version.self, from: data).format
            guard version == Self.readableFormat else {
                throw FaceAnalysisError(
                    .manifestUnusable,
                    "\(path): format \(version) is not known to this version, which reads \(Self.readableFormat)")
            }
            self = try JSONDecoder().decode(EmotionManifest.self, from: data)
        } catch let error as FaceAnalysisError {
            throw error
        } catch {
            throw FaceAnalysisError(
                .manifestUnusable,
                "\(path): not a model manifest (\(ManifestFile.reason(error))); install the models again")
        }
        try validate(path)
    }

    private func validate(_ path: String) throws(FaceAnalysisError) {
        func require(_ holds: Bool, _ what: String) throws(FaceAnalysisError) {
            guard holds else { throw FaceAnalysisError(.manifestUnusable, "\(path): \(what)") }
        }
        try require(
            normalisation == "standardise", "normalisation \"\(normalisation)\" is not known; there is \"standardise\"")
        try require((16...512).contains(side), "side must be 16 to 512 pixels")
        try require(epsilon > 0 && (0...1).contains(margin), "epsilon must be positive and margin 0 to 1")
        let files = [file] + heads.values.compactMap(\.file)
        for file in files {
            try require(!file.isEmpty && !file.contains("/"), "file must be a name without a folder")
        }
        try require(Set(files).count == files.count, "a head's own file must be no other's")
        try require(heads[scores] != nil, "the head \"\(scores)\" named by \"scores\" is not among the heads")
        for (name, head) in heads {
            try require(
                head.temperature > 0 && !head.labels.isEmpty, "head \"\(name)\" needs labels and a positive temperature"
            )
            try require(
                (0...1).contains(head.againBelow ?? 0), "head \"\(name)\": againBelow is a probability, 0 to 1")
            try require(
                (head.file == nil) == (head.bytes == nil), "head \"\(name)\" needs \"bytes\" beside \"file\"")
            for emotion in head.emotions.values {
                try require(
                    Emotion(rawValue: emotion) != nil, "head \"\(name)\" names an unknown emotion \"\(emotion)\"")
            }
            try require(check[name]?.count == head.labels.count, "head \"\(name)\" has no check values")
        }
        do {
            try mood.validate()
        } catch {
            throw FaceAnalysisError(.manifestUnusable, "\(path): mood.\(error)")
        }
    }

    private static let readableFormat = 2

    /// What is read of a manifest before the rest is believed.
    private struct Version: Decodable {
        var format: Int
    }
}
