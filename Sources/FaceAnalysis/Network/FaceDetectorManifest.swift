import FoundationEssentials
import Glibc

/// `face-detector.json`: how the face detector's two networks are fed and read, so that other networks need no code.
package struct FaceDetectorManifest: Decodable, Sendable {
    /// What a network is fed.
    package struct Input: Decodable, Sendable {
        /// Width and height in pixels of the whole frame, and of a place near the last one.
        package var wholeFrame: [Int], nearLastPlace: [Int]
        /// Both must be multiples of this.
        package var multipleOf: Int
    }

    /// Standardising: (x − mean) / (deviation + floor) on 0…255.
    package struct Standardise: Decodable, Sendable {
        package var floor: Double
    }

    /// The maps of the first network.
    package struct Outputs: Decodable, Sendable {
        /// The outputs' names, and of each the pixels from cell to cell.
        package var names: [String]
        package var strides: [Int]
    }

    /// By output the mean absolute answer to the test picture: damaged weights do not pass unnoticed. Words that stand
    /// beside the numbers are for people.
    package struct Check: Decodable, Sendable {
        package var answers: [String: Double]

        package init(from decoder: any Decoder) throws {
            answers = try decoder.singleValueContainer().decode([String: Entry].self).compactMapValues(\.number)
        }

        private struct Entry: Decodable {
            var number: Double?

            init(from decoder: any Decoder) throws {
                number = try? decoder.singleValueContainer().decode(Double.self)
            }
        }
    }

    /// Makes probabilities of logits: 1 / (1 + exp(−(scale × logit + offset))) (Platt 1999).
    package struct Calibration: Decodable, Sendable {
        package var scale: Double, offset: Double

        func probability(of logit: Double) -> Double { 1 / (1 + exp(-(scale * logit + offset))) }
    }

    /// The second network, which judges what the first proposes.
    package struct Refiner: Decodable, Sendable {
        /// The square cut out around a proposal.
        package struct Input: Decodable, Sendable {
            /// Its side in pixels, as the network sees it, and in sides of the proposal.
            package var side: Int
            package var share: Double
        }

        /// One more look at the square around the network's own answer.
        package struct Look: Decodable, Sendable {
            /// How large the square is, in sides of the usual one, 0.5 to 2.
            package var size: Double
            /// Whether it is shown mirrored.
            package var mirrored: Bool
        }

        package var model: String
        package var bytes: Int?
        package var input: Input
        /// The output's name: face logit, middle, log size, five landmarks; 15 numbers.
        package var output: String
        /// The first network's logit from which on a find is judged.
        package var proposalLogit: Double
        /// Finds of a frame are judged, the surest first, until so many of them turned out to be no face, and at most three
        /// times as many; 6 where it is not said.
        package var proposals: Int?
        /// Its own logit from which on it looks again, at the square around its answer, in each of ``looks``; never where it
        /// is not said.
        package var againLogit: Double?
        /// How it looks again; their answers' mean counts. As it is and mirrored where it is not said.
        package var againLooks: [Look]?

        var looks: [Look] { againLooks ?? [Look(size: 1, mirrored: false), Look(size: 1, mirrored: true)] }
        package var calibration: Calibration
        /// The probability from which on it is a face.
        package var threshold: Double
        /// The mean absolute answer to the test picture (`FaceNetwork.meanAnswer`).
        package var check: Double?
    }

    /// The first network's file in the manifest's folder, and its size: a truncated file is refused.
    package var model: String
    package var bytes: Int?
    package var input: Input
    package var standardise: Standardise
    package var outputs: Outputs
    package var calibration: Calibration
    /// Boxes that overlap by more (intersection over union) are one face.
    package var sameFace: Double
    /// Without it, the first network's word counts.
    package var refiner: Refiner?
    /// What the first network answers to the test picture.
    package var check: Check?

    /// Numbers a cell of the first network's maps, and the second network's answer: logit, middle, log size, landmarks.
    static let answers = 15

    /// - Throws: `FaceAnalysisError` if the file is missing, unreadable or inconsistent.
    package init(path: String) throws(FaceAnalysisError) {
        let data = try ManifestFile.data(path, of: "the face detector")
        do {
            self = try JSONDecoder().decode(FaceDetectorManifest.self, from: data)
        } catch {
            throw FaceAnalysisError(
                .manifestUnusable,
                "\(path): not a face detector's manifest (\(ManifestFile.reason(error))); install the models again")
        }
        try validate(path)
    }

    private func validate(_ path: String) throws(FaceAnalysisError) {
        func require(_ holds: Bool, _ what: String) throws(FaceAnalysisError) {
            guard holds else { throw FaceAnalysisError(.manifestUnusable, "\(path): \(what)") }
        }
        let sizes = 32...1024
        try require((1...256).contains(input.multipleOf), "input.multipleOf must be 1 to 256")
        for (name, size) in [("wholeFrame", input.wholeFrame), ("nearLastPlace", input.nearLastPlace)] {
            try require(
                size.count == 2 && size.allSatisfy { sizes.contains($0) && $0.isMultiple(of: input.multipleOf) },
                "input.\(name) must be width and height, \(sizes.lowerBound) to \(sizes.upperBound), multiples of \(input.multipleOf)"
            )
        }
        try require(
            !outputs.names.isEmpty && outputs.names.count == outputs.strides.count
                && outputs.strides.allSatisfy { $0 > 0 && input.multipleOf.isMultiple(of: $0) },
            "outputs need a name and a stride each, strides that divide input.multipleOf")
        try require(standardise.floor > 0, "standardise.floor must be positive")
        try require((0.05...0.95).contains(sameFace), "sameFace must be 0.05 to 0.95")
        try require(calibration.scale > 0, "calibration.scale must be positive")
        try require(!model.contains("/"), "model must be a name without a folder")
        guard let refiner else { return }
        try require(!refiner.model.contains("/"), "refiner.model must be a name without a folder")
        try require(sizes.contains(refiner.input.side), "refiner.input.side must be 32 to 1024 pixels")
        try require((1...4).contains(refiner.input.share), "refiner.input.share must be 1 to 4")
        try require(refiner.calibration.scale > 0, "refiner.calibration.scale must be positive")
        try require((0.01...0.99).contains(refiner.threshold), "refiner.threshold must be 0.01 to 0.99")
        try require((1...50).contains(refiner.proposals ?? 1), "refiner.proposals must be 1 to 50")
        try require(
            (1...8).contains(refiner.looks.count) && refiner.looks.allSatisfy { (0.5...2).contains($0.size) },
            "refiner.againLooks must be 1 to 8 with a size of 0.5 to 2 each")
    }
}
