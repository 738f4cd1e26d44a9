import Emotions
import Media
import TestSupport
import Testing

@testable import FaceAnalysis

@Suite(.ownThread) struct FaceAnalyserTests {
    /// Always finds the same.
    private struct Finds: FaceFinder {
        var face: FoundFace?

        func find(in frame: borrowing GreyFrame) -> FoundFace? { face }
        func forget() {}
    }

    private func read(_ face: FoundFace?, brightness: Int = 0) throws -> FaceReading {
        let scene = FaceScene()
        scene.actors = [.init(box: FaceScene.person)]
        scene.brightness = brightness
        let analyser = FaceAnalyser(
            finder: Finds(face: face), classifier: try EmotionClassifier(folder: Repository.path("models/emotion")))
        return try analyser.read(scene.frame(0))
    }

    /// Large enough to be read.
    private let face = FoundFace(box: Rectangle(x: 50, y: 25, width: 50, height: 60), probability: 0.9)

    @Test func aFaceIsReadWhereItWasFound() throws {
        guard case .face(let box, _, _) = try read(face) else {
            Issue.record("not read")
            return
        }
        #expect(box == face.box)
    }

    @Test func whatHasNotMovedForAMinuteIsNobody() throws {
        var still = face
        still.unmovedSeconds = 59.5
        #expect(try read(still).scores != nil)
        still.unmovedSeconds = 60
        let reading = try read(still)
        #expect(reading == .none(.unmoved, nil))
        #expect(!reading.showsSomebody)
    }

    @Test func nobodyIsNoSample() throws {
        #expect(try read(nil) == .none(.noFace, nil))
    }
}
