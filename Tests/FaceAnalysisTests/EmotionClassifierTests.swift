import Emotions
import FaceAnalysis
import Foundation
import TestSupport
import Testing

@Suite(.ownThread) struct EmotionClassifierTests {
    private let shipped = Repository.path("models/emotion")

    /// A copy of the shipped model in a folder of its own.
    private func copy() throws -> TemporaryFolder {
        try TemporaryFolder(copying: ["emotion.json", "emotion.onnx"], from: shipped)
    }

    private func edit(_ folder: TemporaryFolder, _ body: (inout [String: Any]) -> Void) throws {
        let url = URL(fileURLWithPath: folder.file("emotion.json"))
        var object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        body(&object)
        try JSONSerialization.data(withJSONObject: object).write(to: url)
    }

    /// Sets one constant of the section `mood`; nil takes it out.
    private static func set(_ key: String, _ value: Any?, in object: inout [String: Any]) {
        var mood = object["mood"] as? [String: Any] ?? [:]
        mood[key] = value
        object["mood"] = mood
    }

    private static func set(_ key: String, _ value: Any?, ofHead head: String, in object: inout [String: Any]) {
        var heads = object["heads"] as? [String: [String: Any]] ?? [:]
        heads[head]?[key] = value
        object["heads"] = heads
    }

    private func message(_ folder: TemporaryFolder) -> String {
        do {
            _ = try EmotionClassifier(folder: folder.path)
            return "loaded"
        } catch {
            return error.description
        }
    }

    @Test func theShippedModelLoadsAndItsScoresAreProbabilities() throws {
        let classifier = try EmotionClassifier(folder: shipped)
        let pixels = (0..<48 * 48).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let logits = try classifier.logits(for: pixels)
        for head in classifier.manifest.heads.keys {
            let scores = classifier.emotions(of: head, logits)
            #expect(abs(scores.named.values.reduce(0, +) - 1) < 1e-9)
        }
        #expect(try classifier.logits(for: pixels) == logits)
    }

    /// A face that it is sure of is looked at once; of another, the mean of the face and its mirror image counts.
    @Test func unsureFacesAreLookedAtAgainMirrored() throws {
        let folder = try copy()
        func logits(_ pixels: [UInt8], againBelow: Double?) throws -> [Float] {
            try edit(folder) { Self.set("againBelow", againBelow, ofHead: "ferplus", in: &$0) }
            return try #require(try EmotionClassifier(folder: folder.path).scoringLogits(for: pixels)["ferplus"])
        }
        let pixels = (0..<48 * 48).map { UInt8(truncatingIfNeeded: $0 % 48 &* 5 &+ $0 / 48 &* 3) }
        let mirrored = pixels.indices.map { pixels[$0 / 48 * 48 + 47 - $0 % 48] }
        let once = try logits(pixels, againBelow: nil), other = try logits(mirrored, againBelow: nil)
        #expect(once != other)
        let twice = try logits(pixels, againBelow: 1)
        #expect(zip(twice, zip(once, other)).allSatisfy { abs($0 - ($1.0 + $1.1) / 2) < 1e-5 })
        #expect(try logits(pixels, againBelow: 0) == once)
        // Between them, what it is sure of decides.
        let manifest = try EmotionManifest(path: folder.file("emotion.json"))
        let temperature = try #require(manifest.heads["ferplus"]).temperature
        let top = Double(try #require(once.max()))
        let sure = 1 / once.reduce(0) { $0 + exp((Double($1) - top) / temperature) }
        #expect(try logits(pixels, againBelow: sure - 1e-3) == once)
        #expect(try logits(pixels, againBelow: sure + 1e-3) == twice)
    }

    @Test func aTruncatedModelIsRefused() throws {
        let folder = try copy()
        let handle = try #require(FileHandle(forWritingAtPath: folder.file("emotion.onnx")))
        try handle.truncate(atOffset: 100_000)
        try handle.close()
        #expect(message(folder).contains("100000 bytes instead of"))
        try edit(folder) { $0["bytes"] = 100_000 }
        #expect(message(folder).contains("cannot be loaded"))
    }

    @Test func damagedWeightsAreRefused() throws {
        let folder = try copy()
        let handle = try #require(FileHandle(forUpdatingAtPath: folder.file("emotion.onnx")))
        try handle.seek(toOffset: 2_000_000)
        try handle.write(contentsOf: Data(repeating: 0x3f, count: 40_000))
        try handle.close()
        #expect(
            message(folder).contains("does not answer as its manifest says")
                || message(folder).contains("cannot be loaded"))
    }

    @Test func somethingElseIsNoModel() throws {
        let folder = try copy()
        try Data("no network".utf8).write(to: URL(fileURLWithPath: folder.file("emotion.onnx")))
        try edit(folder) { $0["bytes"] = 10 }
        #expect(message(folder).contains("emotion.onnx: the emotion model cannot be loaded"))
        try FileManager.default.removeItem(atPath: folder.file("emotion.onnx"))
        #expect(message(folder).contains("emotion.onnx: the emotion model cannot be read"))
    }

    @Test func aManifestThatCannotBeUsedSaysWhy() throws {
        let cases: [(String, (inout [String: Any]) -> Void)] = [
            ("format 1 is not known to this version, which reads 2", { $0["format"] = 1 }),
            ("normalisation \"minmax\"", { $0["normalisation"] = "minmax" }),
            ("\"side\" is missing", { $0["side"] = nil }),
            ("wrong type at \"epsilon\"", { $0["epsilon"] = "small" }),
            ("head \"gender\" named by \"scores\"", { $0["scores"] = "gender" }),
            ("file must be a name", { $0["file"] = "../../x.onnx" }),
            ("file must be a name", { Self.set("file", "../x.onnx", ofHead: "fer2013", in: &$0) }),
            ("own file must be no other's", { Self.set("file", "emotion.onnx", ofHead: "fer2013", in: &$0) }),
            ("needs \"bytes\" beside \"file\"", { Self.set("bytes", nil, ofHead: "fer2013", in: &$0) }),
            ("againBelow is a probability", { Self.set("againBelow", 1.5, ofHead: "ferplus", in: &$0) }),
            ("no check values", { $0["check"] = [String: Any]() }),
            ("\"mood\" is missing", { $0["mood"] = nil }),
            ("\"mood.temperature\" is missing", { Self.set("temperature", nil, in: &$0) }),
            ("\"mood.priorCorrection.", { Self.set("priorCorrection", ["happy": 1.0], in: &$0) }),
            ("\"mood.transitionPrior.bored\": not an emotion", { Self.set("transitionPrior", ["bored": 1], in: &$0) }),
            ("wrong type at \"mood.outlierShare\"", { Self.set("outlierShare", "some", in: &$0) }),
            ("mood.outlierShare is 1.5; it must be 0.001 to 0.999", { Self.set("outlierShare", 1.5, in: &$0) }),
        ]
        for (expected, change) in cases {
            let folder = try copy()
            try edit(folder, change)
            #expect(message(folder).contains(expected), "\(message(folder))")
        }
        let folder = try copy()
        try Data("{".utf8).write(to: URL(fileURLWithPath: folder.file("emotion.json")))
        #expect(message(folder).contains("not a model manifest (damaged JSON)"))
    }

    /// FER2013's head has a file of its own, which the daemon never opens.
    @Test func headWithANetworkOfItsOwnIsOpenedForThoseWhoAskForIt() throws {
        let pixels = (0..<48 * 48).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let folder = try copy()
        let alone = try EmotionClassifier(folder: folder.path)
        let scores = try alone.scoringLogits(for: pixels)
        #expect(scores.keys.sorted() == ["ferplus"])
        #expect {
            try alone.logits(for: pixels)
        } throws: {
            "\($0)".contains("fer2013.onnx: the emotion model cannot be read; install the models again")
        }
        try FileManager.default.copyItem(atPath: shipped + "/fer2013.onnx", toPath: folder.file("fer2013.onnx"))
        let logits = try alone.logits(for: pixels)
        #expect(logits.keys.sorted() == ["fer2013", "ferplus"])
        #expect(logits["ferplus"] == scores["ferplus"] && logits["fer2013"]?.count == 7)
    }

    @Test func networkThatDoesNotAnswerForItsHeadIsRefused() throws {
        let folder = try copy()
        try FileManager.default.copyItem(atPath: shipped + "/fer2013.onnx", toPath: folder.file("fer2013.onnx"))
        try edit(folder) { object in
            var check = object["check"] as? [String: [Double]] ?? [:]
            check["fer2013"]?[3] += 1
            object["check"] = check
        }
        let classifier = try EmotionClassifier(folder: folder.path)
        #expect {
            try classifier.logits(for: [UInt8](repeating: 90, count: 48 * 48))
        } throws: {
            "\($0)".contains("fer2013.onnx: head \"fer2013\" does not answer as its manifest says")
        }
    }

    @Test func scoresMayComeFromAHeadWithANetworkOfItsOwn() throws {
        let folder = try copy()
        try FileManager.default.moveItem(atPath: folder.file("emotion.onnx"), toPath: folder.file("own.onnx"))
        try edit(folder) { object in
            Self.set("bytes", object["bytes"], ofHead: "ferplus", in: &object)
            Self.set("file", "own.onnx", ofHead: "ferplus", in: &object)
        }
        let pixels = (0..<48 * 48).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let expected = try EmotionClassifier(folder: shipped).scoringLogits(for: pixels)
        #expect(try EmotionClassifier(folder: folder.path).scoringLogits(for: pixels) == expected)
    }

    @Test func aFileThatIsNoCascadeIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("cascade.xml")
        for content in [nil, "<opencv_storage></opencv_storage>", "nonsense"] {
            if let content { try Data(content.utf8).write(to: URL(fileURLWithPath: path)) }
            #expect(throws: FaceAnalysisError.self) { try HaarCascade(path: path) }
        }
    }
}
