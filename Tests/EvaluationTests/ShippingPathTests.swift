import FaceAnalysis
import Foundation
import TestSupport
import Testing

@testable import Evaluation

@Suite(.ownThread, .takesLong, .enabled(if: SharedFolder.isUsable, Comment(rawValue: SharedFolder.whySkipped)))
struct ShippingPathTests {
    private struct Reference: Decodable {
        var rows: [Int]
        var probabilities: [String: [[Double]]]
    }

    private let folder = Repository.path("models/emotion")

    @Test func agreesWithTheTrainingFramework() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/reference.json"))
        let reference = try JSONDecoder().decode(Reference.self, from: data)
        let faces = try LabelledFaces.load(SharedFolder.file("faces/validation.csv"))
        let classifier = try EmotionClassifier(folder: folder)
        #expect(reference.rows.count == 32)
        for (i, row) in reference.rows.enumerated() {
            let logits = try classifier.logits(for: faces[row].pixels)
            for (head, expected) in reference.probabilities {
                let weights = try #require(logits[head]).map { exp(Double($0)) }
                let sum = weights.reduce(0, +)
                for (weight, probability) in zip(weights, expected[i]) {
                    #expect(abs(weight / sum - probability) < 1e-4)
                }
            }
        }
    }

    @Test func readsTheLabelsAsTheProtocolSays() throws {
        let faces = try LabelledFaces.load(SharedFolder.file("faces/validation.csv"))
        #expect(faces.count == 3579)
        #expect(faces.count { $0.fer2013 != nil } == 3526)
        #expect(faces.count { $0.ferplus != nil } == 3191)
    }

    @Test func theModelIsAsGoodAsPromised() throws {
        let faces = try LabelledFaces.load(SharedFolder.file("faces/validation.csv"))
        let report = try FacesMeasurement(classifier: EmotionClassifier(folder: folder)).report(on: faces)
        #expect(report.count == 3579)
        #expect(report.fer2013.n7 == 3526)
        #expect(report.fer2013.n4 == 2589)
        #expect(report.fer2013.accuracy7 >= 0.72)
        #expect(report.ferplus.accuracy >= 0.889)
        #expect(report.ferplus.meanRecall >= 0.79)
        #expect(report.ece <= 0.03)
        #expect(report.fer2013.confusion.joined().reduce(0, +) == 3526)
    }

    @Test func photographsAreFoundAndRead() throws {
        OpenCVRuntime.configure()
        let search = try NetworkFaceSearch(folder: Repository.path("models/face-detector"))
        let analyser = FaceAnalyser(
            finder: NetworkFaceFinder(search: search), classifier: try EmotionClassifier(folder: folder))
        // Two persons of that split were filmed (models/training/emotunes_training/photographs.py).
        var photographs = try Photographs(SharedFolder.file("photos/faces.csv"), split: "validation", mostOfAPerson: 50)
        let report = try photographs.report(through: analyser)
        #expect(report.count == 863)
        #expect(report.read >= 845)
        #expect(try #require(report.perEmotion["neutral"]).recall >= 0.945)
        #expect(try #require(report.perEmotion["happy"]).recall >= 0.9)
        #expect(report.ece <= 0.03)
    }

    @Test func aSplitOrColumnThatIsNotThereIsSaid() throws {
        #expect(throws: EvaluationError.self) {
            try Photographs(SharedFolder.file("photos/faces.csv"), split: "weekday")
        }
        #expect(throws: EvaluationError.self) {
            try Photographs(SharedFolder.file("faces/validation.csv"), split: "validation")
        }
        let folder = try TemporaryFolder()
        let nameless = folder.file("nameless.csv")
        try Data("sheet,index,split,emotion\n0,0,validation,happy\n".utf8).write(to: URL(fileURLWithPath: nameless))
        #expect(throws: Never.self) { try Photographs(nameless, split: "validation") }
        #expect {
            try Photographs(nameless, split: "validation", mostOfAPerson: 50)
        } throws: {
            "\($0)".contains("person")
        }
    }
}
