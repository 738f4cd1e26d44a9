import Emotions
import FaceAnalysis
import Media
import MoodTracking
import TestSupport
import Testing

/// Another network in place of the shipped one: other labels in another order, another input side, other constants
/// (`Tests/Fixtures/other-model/make.py`).
@Suite(.ownThread) struct OtherModelTests {
    private let folder = Repository.path("Tests/Fixtures/other-model")

    /// A finder that takes the middle of every frame for the face.
    private struct MiddleIsAFace: FaceFinder {
        func find(in frame: borrowing GreyFrame) -> FoundFace? {
            FoundFace(
                box: Rectangle(
                    x: frame.width / 4, y: frame.height / 4, width: frame.width / 2, height: frame.height / 2))
        }

        func forget() {}
    }

    /// A frame of 192 × 192 that is somewhat brighter at one side of its middle, with a grain that keeps it in focus.
    private func frame(_ brightness: (_ x: Int, _ y: Int) -> Int) -> GreyFrame {
        var frame = GreyFrame()
        frame.reshape(width: 192, height: 192)
        frame.pixels = (0..<192 * 192).map { i in
            let x = i % 192, y = i / 192
            return UInt8(90 + brightness(x, y) + (x / 8 + y / 8) % 2 * 40)
        }
        return frame
    }

    private func classified(_ brightness: (_ x: Int, _ y: Int) -> Int) throws -> EmotionScores {
        let classifier = try EmotionClassifier(folder: folder)
        let side = classifier.manifest.side
        let pixels = (0..<side * side).map { UInt8(90 + brightness($0 % side * 192 / side, $0 / side * 192 / side)) }
        return classifier.emotions(of: classifier.manifest.scores, try classifier.logits(for: pixels))
    }

    @Test func itsLabelsInItsOrderBecomeTheEmotionsItsManifestNames() throws {
        let top = try classified { _, y in y < 96 ? 60 : 0 }, bottom = try classified { _, y in y < 96 ? 0 : 60 }
        let left = try classified { x, _ in x < 96 ? 60 : 0 }, right = try classified { x, _ in x < 96 ? 0 : 60 }
        #expect(top.dominant == .happy)
        #expect(bottom.dominant == .sad)
        #expect(left.dominant == .angry)
        // Bright on the right is "sleepy", which is no emotion: the others share what is left.
        #expect(right.dominant == .neutral)
        for scores in [top, bottom, left, right] {
            #expect(scores[.disgust] == 0 && scores[.fear] == 0 && scores[.surprise] == 0)
        }
    }

    /// The mood after 100 seconds of one picture.
    private func mood(_ model: MoodModel?, _ brightness: (_ x: Int, _ y: Int) -> Int) throws -> Emotion? {
        let analyser = FaceAnalyser(finder: MiddleIsAFace(), classifier: try EmotionClassifier(folder: folder))
        var engine = MoodEngine(policy: MoodPolicy(), model: model ?? analyser.moodModel)
        var frame = frame(brightness)
        for look in 0..<200 {
            frame.time = MediaTime(seconds: Double(look) / 2)
            let reading = try analyser.read(frame)
            _ = engine.observe(reading.scores, at: frame.time)
        }
        return engine.mood?.name
    }

    @Test func theMoodIsToldFromItsScoresWithItsOwnConstants() throws {
        #expect(try mood(nil) { _, y in y < 96 ? 60 : 0 } == .happy)
        #expect(try mood(nil) { _, y in y < 96 ? 0 : 60 } == .sad)
        // Nothing in particular: this network hardly ever says sad, so its own correction takes it for sad; without the
        // correction it is what the network says.
        let plain: (Int, Int) -> Int = { _, _ in 0 }
        let own = try EmotionClassifier(folder: folder).manifest.mood
        #expect(try concluded(own, plain) == .sad)
        var uncorrected = own
        uncorrected.priorCorrection = EmotionValues { _ in 0 }
        #expect(try concluded(uncorrected, plain) == .neutral)
        // But a mood that no look shows is not called.
        #expect(try mood(nil, plain) == .neutral)
    }

    /// What the filter alone makes of 100 seconds of one picture.
    private func concluded(_ model: MoodModel, _ brightness: (_ x: Int, _ y: Int) -> Int) throws -> Emotion {
        let analyser = FaceAnalyser(finder: MiddleIsAFace(), classifier: try EmotionClassifier(folder: folder))
        var filter = MoodFilter(model: model)
        var frame = frame(brightness)
        for look in 0..<200 {
            frame.time = MediaTime(seconds: Double(look) / 2)
            filter.update(try #require(try analyser.read(frame).scores), pose: nil, seconds: 0.5)
        }
        return filter.belief.dominant
    }

    @Test func aFaceAtRestIsComparedWithHowThisNetworkReadsOne() throws {
        let model = try EmotionClassifier(folder: folder).manifest.mood
        let engine = MoodEngine(policy: MoodPolicy(), model: model)
        #expect(engine.resting.median[.happy] == -1.2)
        #expect(MoodModel.shipped.restingLogScores[.happy] != -1.2)
    }
}
