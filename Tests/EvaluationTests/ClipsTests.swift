import Curation
import FaceAnalysis
import Foundation
import Media
import TestSupport
import Testing

@testable import Evaluation

@Suite struct ClipsTests {
    private func table(_ text: String) throws -> ClipTable {
        try ClipTable(Array(text.utf8), path: "/clips/table.csv")
    }

    @Test func theTablesFilesAreRelativeToItAndItsOtherColumnsAreCarriedAlong() throws {
        let rows = try table("group,file,condition\nselfie,a.mp4,\"dark, near\"\n,/b/c.mp4,\n").rows
        #expect(rows.map(\.path) == ["/clips/a.mp4", "/b/c.mp4"])
        #expect(rows.map(\.file) == ["a.mp4", "/b/c.mp4"])
        #expect(rows[0].labels == ["group": "selfie", "condition": "dark, near"])
    }

    @Test func aTableWithoutFilesIsRefused() {
        #expect(throws: EvaluationError.self) { try table("name\na.mp4\n") }
        #expect(throws: EvaluationError.self) { try table("file\n") }
        #expect(throws: EvaluationError.self) { try table("") }
        #expect(throws: EvaluationError.self) { try ClipTable(path: "/nonexistent.csv") }
    }

    @Test func knownFacesAreReadByClip() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("faces.json")
        #expect(try ClipFaces.load(path) == nil)
        try Data("{\"a\": [[0, [[10, 20.4, 30, 40, 5]]], [0.5, []]]}".utf8).write(to: URL(fileURLWithPath: path))
        let faces = try #require(try ClipFaces.load(path)?["a"])
        #expect(faces.boxes(at: 0.1) == [Rectangle(x: 10, y: 20, width: 30, height: 40)])
        #expect(faces.boxes(at: 0.45) == [])
        #expect(faces.boxes(at: 2) == nil)
        try Data("[]".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: EvaluationError.self) { try ClipFaces.load(path) }
    }

    @Test func aBoxIsAFaceByItsMiddleAndItsWidth() {
        let face = Rectangle(x: 100, y: 100, width: 80, height: 100)
        let cases: [(Rectangle, ClipFaces.Verdict)] = [
            (Rectangle(x: 90, y: 90, width: 110, height: 110), .face),
            (Rectangle(x: 130, y: 130, width: 40, height: 40), .face),
            (Rectangle(x: 130, y: 130, width: 30, height: 40), .thing),
            (Rectangle(x: 50, y: 50, width: 180, height: 180), .thing),
            (Rectangle(x: 300, y: 100, width: 80, height: 100), .thing),
        ]
        for (box, verdict) in cases { #expect(ClipFaces.judge(box, among: [face]) == verdict, "\(box)") }
        #expect(ClipFaces.judge(face, among: []) == .unknown)
    }

    @Test func looksAtSomethingElseAreCountedWithTheirLongestStretch() {
        let face = Rectangle(x: 100, y: 100, width: 80, height: 100),
            thing = Rectangle(x: 400, y: 9, width: 60, height: 60)
        var tally = FaceTally()
        let looks: [(Rectangle?, [Rectangle]?)] = [
            (face, [face]), (thing, [face]), (thing, [face]), (face, [face]), (thing, []), (nil, [face]),
            (thing, [face]), (thing, [face]), (thing, [face]), (nil, [face]), (thing, nil),
        ]
        for (index, look) in looks.enumerated() { tally.look(at: Double(index), look.0, known: look.1) }
        #expect((tally.shown, tally.right, tally.wrong) == (9, 2, 5))
        #expect(tally.longestWrongSeconds == 3)
    }

    @Test func aTurnedFrameHoldsItsBoxWhereItIsSaidToBe() {
        var frame = GreyFrame(), generator = SeededGenerator(seed: 1)
        frame.reshape(width: 200, height: 160)
        let box = Rectangle(x: 140, y: 70, width: 20, height: 20)
        for change in [FrameChange.turned(30), .turned(-90), .shrunk(0.5)] {
            for index in frame.pixels.indices {
                let x = index % 200, y = index / 200
                frame.pixels[index] = (140..<160).contains(x) && (70..<90).contains(y) ? 255 : 0
            }
            change.apply(to: &frame, &generator)
            let bright = frame.pixels.indices.filter { frame.pixels[$0] > 128 }
            let x = Double(bright.reduce(0) { $0 + $1 % 200 }) / Double(bright.count)
            let y = Double(bright.reduce(0) { $0 + $1 / 200 }) / Double(bright.count)
            let moved = change.moved(box, width: 200, height: 160)
            #expect(abs(Double(moved.x) + Double(moved.width) / 2 - x) < 2, "\(change)")
            #expect(abs(Double(moved.y) + Double(moved.height) / 2 - y) < 2, "\(change)")
        }
    }

    @Test func aDegradedFaceHasTheDeviationAndTheNoiseAskedFor() {
        var generator = SeededGenerator(seed: 1)
        let face = LabelledFace(pixels: (0..<2304).map { $0.isMultiple(of: 2) ? 60 : 180 }, fer2013: nil, ferplus: nil)
        let flat = face.degraded(deviation: 6, contrast: nil, &generator)
        #expect(Set(flat.pixels) == [24, 36])
        let noisy = face.degraded(deviation: nil, contrast: 3, &generator)
        let errors = zip(face.pixels, noisy.pixels).map { Double($0) - Double($1) }
        #expect(abs((errors.reduce(0) { $0 + $1 * $1 } / 2304).squareRoot() - 20) < 1)
    }

    @Test func aDimmedFrameIsDarkAndNoisy() {
        var frame = GreyFrame(), generator = SeededGenerator(seed: 1)
        frame.reshape(width: 100, height: 100)
        for index in frame.pixels.indices { frame.pixels[index] = 160 }
        FrameChange.dimmed(0.125).apply(to: &frame, &generator)
        let mean = Double(frame.pixels.reduce(0) { $0 + Int($1) }) / 10_000
        #expect(abs(mean - 20) < 0.2)
        #expect(Set(frame.pixels).count > 5)
    }
}

@Suite(.ownThread, .takesLong, .enabled(if: SharedFolder.isUsable, Comment(rawValue: SharedFolder.whySkipped)))
struct RealClipsTests {
    /// The clip of a person who talks at a desk, twice round.
    @Test func aClipIsLoopedAndReported() throws {
        let row = ClipTable.Row(
            file: "talk_1.mp4", path: SharedFolder.file("clips/real/talk_1.mp4"), labels: ["a": "b"])
        let faces = try ClipFaces.load(SharedFolder.file("clips/real/faces.json"))?["talk_1"]
        OpenCVRuntime.configure()
        let analyser = FaceAnalyser(
            finder: NetworkFaceFinder(search: try NetworkFaceSearch(folder: Repository.path("models/face-detector"))),
            classifier: try EmotionClassifier(folder: Repository.path("models/emotion")))
        var measurement = ClipsMeasurement(analyser: analyser, leastSeconds: 24)
        let clip = try measurement.run(row, faces: faces)
        #expect(clip.looks >= 24 && clip.looks <= 48)
        #expect(clip.shown == clip.looks)
        #expect(clip.right ?? 0 >= clip.looks - 1)
        #expect(clip.wrong == 0 && clip.longestWrongSeconds == 0)
        #expect(abs(clip.shares.values.reduce(0, +) - 1) < 1e-9)
        #expect(clip.belief.count == 7)
        // Half a minute is too short for a first mood, not for an idea of it.
        #expect(clip.belief.max { $0.value < $1.value }?.key == "neutral")
        #expect(clip.labels == ["a": "b"])
    }
}
