import Foundation
import Media
import TestSupport
import Testing

@testable import FaceAnalysis

/// Two small networks in place of the shipped ones (`Tests/Fixtures/face-detector/make.py`): the first proposes every
/// bright cell of 8 × 8 pixels, the second takes for a face what is brighter in the middle than around it.
@Suite(.ownThread) struct NetworkFaceSearchTests {
    private let folder = Repository.path("Tests/Fixtures/face-detector")

    private func frame(
        width: Int = 192, height: Int = 128, bright parts: [Rectangle], at seconds: Double = 0
    ) -> GreyFrame {
        var frame = GreyFrame()
        frame.time = MediaTime(seconds: seconds)
        frame.reshape(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let isBright = parts.contains {
                    ($0.x..<$0.x + $0.width).contains(x) && ($0.y..<$0.y + $0.height).contains(y)
                }
                frame.pixels[y * width + x] = isBright ? 200 : 40
            }
        }
        return frame
    }

    private let spot = Rectangle(x: 80, y: 48, width: 8, height: 8)
    private let bar = Rectangle(x: 24, y: 96, width: 80, height: 8)

    @Test func whatBothNetworksTakeForAFaceIsOne() throws {
        let faces = try NetworkFaceSearch(folder: folder).faces(in: frame(bright: [spot]))
        let face = try #require(faces.first)
        #expect(faces.count == 1)
        // The square is 28 pixels wide; the second network moves the middle by a twentieth of that.
        #expect(face.box == Rectangle(x: 77, y: 44, width: 16, height: 16))
        #expect((0.5..<0.9).contains(face.probability))
        let landmarks = try #require(face.landmarks)
        #expect(abs(landmarks.rightEye.x - 81.2) < 0.01 && abs(landmarks.rightEye.y - 49.2) < 0.01)
        #expect(abs(landmarks.mouthLeft.x - 86.24) < 0.01 && abs(landmarks.mouthLeft.y - 54.8) < 0.01)
    }

    @Test func whatTheSecondNetworkRefusesIsNone() throws {
        let faces = try NetworkFaceSearch(folder: folder).faces(in: frame(bright: [bar, spot]))
        #expect(faces.map(\.box) == [Rectangle(x: 77, y: 44, width: 16, height: 16)])
    }

    @Test func aWideFrameIsSearchedToo() throws {
        let large = Rectangle(x: 160, y: 96, width: 16, height: 16)
        let search = try NetworkFaceSearch(folder: folder)
        for _ in 0..<2 {
            #expect(
                try search.faces(in: frame(width: 384, height: 128, bright: [large])).map(\.box)
                    == [Rectangle(x: 155, y: 88, width: 32, height: 32)])
            #expect(try search.faces(in: frame(bright: [spot])).count == 1)
        }
    }

    @Test func theSurroundingsOfAPlaceAreSearchedAtALargerScale() throws {
        let search = try NetworkFaceSearch(folder: folder), frame = frame(bright: [spot])
        let near = try search.faces(in: frame, near: Rectangle(x: 70, y: 38, width: 24, height: 24), least: 0.5)
        #expect(
            near.contains { abs($0.box.x + $0.box.width / 2 - 84) <= 4 && abs($0.box.y + $0.box.height / 2 - 52) <= 4 })
        #expect(try search.faces(in: frame, near: Rectangle(x: 140, y: 80, width: 20, height: 20), least: 0.5).isEmpty)
        #expect(try search.faces(in: frame, near: Rectangle(x: -90, y: 0, width: 20, height: 20), least: 0.5).isEmpty)
    }

    @Test func aPlaceIsJudgedByTheSecondNetworkAlone() throws {
        let search = try NetworkFaceSearch(folder: folder), frame = frame(bright: [spot])
        let there = try #require(try search.face(in: frame, at: Rectangle(x: 76, y: 44, width: 16, height: 16)))
        #expect(there.box == Rectangle(x: 77, y: 44, width: 16, height: 16))
        let elsewhere = try #require(try search.face(in: frame, at: Rectangle(x: 10, y: 10, width: 16, height: 16)))
        #expect(elsewhere.probability < 0.1)
        #expect(try search.face(in: frame, at: Rectangle(x: 190, y: 140, width: 16, height: 16)) == nil)
        #expect(try search.face(in: frame, at: Rectangle(x: 10, y: 10, width: 0, height: 0)) != nil)
    }

    @Test func aFaceAtTheCornerIsSearchedThoughHalfOfItIsOutside() throws {
        let corner = Rectangle(x: 0, y: 0, width: 8, height: 8)
        let frame = frame(bright: [corner])
        #expect(
            try NetworkFaceSearch(folder: folder).face(in: frame, at: Rectangle(x: -4, y: -4, width: 16, height: 16))
                != nil)
        _ = try NetworkFaceSearch(folder: folder).faces(in: frame)
    }

    // MARK: Damage

    private func copy() throws -> TemporaryFolder {
        try TemporaryFolder(
            copying: ["face-detector.json", "face-detector.onnx", "face-refiner.onnx"], from: folder)
    }

    private func message(_ folder: TemporaryFolder) -> String {
        do {
            _ = try NetworkFaceSearch(folder: folder.path)
            return "loaded"
        } catch {
            return error.description
        }
    }

    private func edit(_ folder: TemporaryFolder, _ body: (inout [String: Any]) -> Void) throws {
        let url = URL(fileURLWithPath: folder.file("face-detector.json"))
        var object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        body(&object)
        try JSONSerialization.data(withJSONObject: object).write(to: url)
    }

    private static func set(_ section: String, _ key: String, _ value: Any?, in object: inout [String: Any]) {
        var part = object[section] as? [String: Any] ?? [:]
        part[key] = value
        object[section] = part
    }

    @Test(arguments: ["face-detector.onnx", "face-refiner.onnx"])
    func aDamagedNetworkIsRefused(file: String) throws {
        let short = try copy()
        let handle = try #require(FileHandle(forWritingAtPath: short.file(file)))
        try handle.truncate(atOffset: 500)
        try handle.close()
        #expect(message(short).contains("\(file): 500 bytes instead of"))
        let noise = try copy()
        try Data((0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 97) }).write(
            to: URL(fileURLWithPath: noise.file(file)))
        try edit(noise) {
            $0["bytes"] = nil
            Self.set("refiner", "bytes", nil, in: &$0)
        }
        #expect(message(noise).contains("\(file): the face detector cannot be loaded"))
        let none = try copy()
        try FileManager.default.removeItem(atPath: none.file(file))
        #expect(message(none).contains("\(file): the face detector cannot be read"))
    }

    @Test func networksInEachOthersPlaceAreRefused() throws {
        let folder = try copy()
        try edit(folder) {
            $0["bytes"] = nil
            $0["model"] = "face-refiner.onnx"
        }
        #expect(message(folder).contains("not the face detector's network"))
    }

    @Test func aManifestThatCannotBeUsedSaysWhy() throws {
        let cases: [(String, (inout [String: Any]) -> Void)] = [
            ("\"sameFace\" is missing", { $0["sameFace"] = nil }),
            ("model must be a name", { $0["model"] = "../x.onnx" }),
            ("wrong type at \"standardise.floor\"", { Self.set("standardise", "floor", "low", in: &$0) }),
            ("standardise.floor must be positive", { Self.set("standardise", "floor", 0, in: &$0) }),
            ("input.wholeFrame must be", { Self.set("input", "wholeFrame", [200, 128], in: &$0) }),
            ("input.nearLastPlace must be", { Self.set("input", "nearLastPlace", [64], in: &$0) }),
            ("outputs need a name", { Self.set("outputs", "strides", [8, 16], in: &$0) }),
            ("outputs need a name", { Self.set("outputs", "strides", [8, 16, 0], in: &$0) }),
            ("calibration.scale must be positive", { Self.set("calibration", "scale", -1, in: &$0) }),
            ("sameFace must be", { $0["sameFace"] = 2 }),
            ("refiner.threshold must be", { Self.set("refiner", "threshold", 1, in: &$0) }),
            ("refiner.proposals must be", { Self.set("refiner", "proposals", 0, in: &$0) }),
            ("\"refiner.proposalLogit\" is missing", { Self.set("refiner", "proposalLogit", nil, in: &$0) }),
            ("\"stride8\" does not answer as its manifest says", { Self.set("check", "stride8", 0.7, in: &$0) }),
            ("face-refiner.onnx: does not answer as", { Self.set("refiner", "check", 0.7, in: &$0) }),
        ]
        for (expected, change) in cases {
            let folder = try copy()
            try edit(folder, change)
            #expect(message(folder).contains(expected), "\(message(folder))")
        }
        let folder = try copy()
        try Data("{".utf8).write(to: URL(fileURLWithPath: folder.file("face-detector.json")))
        #expect(message(folder).contains("not a face detector's manifest (damaged JSON)"))
        try FileManager.default.removeItem(atPath: folder.file("face-detector.json"))
        #expect(message(folder).contains("the face detector's manifest cannot be read"))
    }

    @Test func withoutASecondNetworkTheFirstOnesWordCounts() throws {
        let folder = try copy()
        try edit(folder) { $0["refiner"] = nil }
        let search = try NetworkFaceSearch(folder: folder.path)
        let faces = try search.faces(in: frame(bright: [spot]))
        #expect(faces.map(\.box) == [Rectangle(x: 76, y: 44, width: 16, height: 16)])
        #expect(try search.face(in: frame(bright: [spot]), at: spot) == nil)
    }

    @Test func aLikelyFaceIsLookedAtTwiceMoreOnceMirrored() throws {
        let folder = try copy()
        try edit(folder) { Self.set("refiner", "againLogit", -1, in: &$0) }
        let face = try #require(NetworkFaceSearch(folder: folder.path).faces(in: frame(bright: [spot])).first)
        // Around the first answer's middle, 85; the twentieth of the square by which the network errs cancels out.
        #expect(face.box == Rectangle(x: 77, y: 44, width: 16, height: 16))
        let landmarks = try #require(face.landmarks)
        #expect(abs(landmarks.rightEye.x - 82.2) < 0.01 && abs(landmarks.leftEye.x - 87.8) < 0.01)
        #expect(abs(landmarks.nose.x - 85) < 0.01 && abs(landmarks.rightEye.y - 49.2) < 0.01)
        #expect(abs(landmarks.mouthRight.x - 82.76) < 0.01 && abs(landmarks.mouthLeft.x - 87.24) < 0.01)
        try edit(folder) { Self.set("refiner", "againLogit", 5, in: &$0) }
        let once = try #require(NetworkFaceSearch(folder: folder.path).faces(in: frame(bright: [spot])).first)
        #expect(once == (try NetworkFaceSearch(folder: self.folder).faces(in: frame(bright: [spot])).first))
    }

    @Test func itLooksAgainInTheSizesThatTheManifestSays() throws {
        let folder = try copy()
        func box(_ looks: [[String: Any]]) throws -> Rectangle? {
            try edit(folder) {
                Self.set("refiner", "againLogit", -1, in: &$0)
                Self.set("refiner", "againLooks", looks, in: &$0)
            }
            return try NetworkFaceSearch(folder: folder.path).faces(in: frame(bright: [spot])).first?.box
        }
        // The network answers a box as large as the square has it, whatever it is shown.
        let plain: [String: Any] = ["size": 1, "mirrored": false],
            small: [String: Any] = ["size": 0.75, "mirrored": false]
        #expect(try box([plain])?.width == 16)
        #expect(try box([small])?.width == 12)
        #expect(try box([plain, small])?.width == 14)
        // It errs by a twentieth of the square to one side, mirrored to the other.
        #expect(try box([small])?.x == 81)
        #expect(try box([["size": 0.75, "mirrored": true]])?.x == 78)
        for looks in [[], [["size": 3, "mirrored": false]]] as [[[String: Any]]] {
            #expect(throws: FaceAnalysisError.self) { try box(looks) }
        }
    }

    @Test func findsAreJudgedUntilSoManyAreNoFaceAsTheManifestSays() throws {
        let folder = try copy()
        func count(_ frame: GreyFrame, proposals: Int) throws -> Int {
            try edit(folder) { Self.set("refiner", "proposals", proposals, in: &$0) }
            return try NetworkFaceSearch(folder: folder.path).faces(in: frame).count
        }
        let refused = frameWithABarBeforeTheSpot()
        #expect(try count(refused, proposals: 1) == 0)
        #expect(try count(refused, proposals: 12) == 1)
        // Faces are not counted, up to three times as many.
        let four = frame(bright: [24, 64, 104, 144].map { Rectangle(x: $0, y: 48, width: 8, height: 8) })
        #expect(try count(four, proposals: 1) == 3)
        #expect(try count(four, proposals: 2) == 4)
    }

    /// A frame with something that the second network refuses, and of which the first is surer than of the spot.
    private func frameWithABarBeforeTheSpot(at seconds: Double = 0) -> GreyFrame {
        var frame = frame(bright: [spot], at: seconds)
        for y in bar.y..<bar.y + bar.height {
            for x in bar.x..<bar.x + bar.width { frame.pixels[y * frame.width + x] = 250 }
        }
        return frame
    }

    @Test func whatWasRefusedAndHasNotChangedLeavesItsTurnToOthers() throws {
        let folder = try copy()
        try edit(folder) {
            Self.set("refiner", "proposals", 4, in: &$0)
            // The second network leaves no doubt.
            Self.set("refiner", "calibration", ["scale": 40, "offset": 0], in: &$0)
        }
        let search = try NetworkFaceSearch(folder: folder.path)
        let counts = try (0..<8).map { try search.faces(in: frameWithABarBeforeTheSpot(at: Double($0) * 2)).count }
        // A face is judged anew in every frame, also in that of 10 s, where what was refused first is due again.
        #expect(counts == [0, 1, 1, 1, 1, 1, 1, 1])
    }

    @Test func whatLiesInASurerFaceIsAPartOfIt() {
        func face(_ x: Int, _ y: Int, _ side: Int, _ probability: Double) -> FoundFace {
            FoundFace(box: Rectangle(x: x, y: y, width: side, height: side), probability: probability)
        }
        let whole = face(100, 100, 100, 0.9), mouth = face(130, 150, 40, 0.8), beside = face(180, 100, 100, 0.7)
        let twice = face(110, 110, 100, 0.6), halfBehind = face(180, 150, 40, 0.95)
        #expect(
            NetworkFaceSearch.distinct([mouth, twice, beside, whole, halfBehind], sameFace: 0.35)
                == [halfBehind, whole, beside])
        // A surer part does not take the face away.
        #expect(NetworkFaceSearch.distinct([whole, face(130, 150, 40, 0.95)], sameFace: 0.35).count == 2)
    }

    @Test func theShippedDetectorLoads() throws {
        let search = try NetworkFaceSearch(folder: Repository.path("models/face-detector"))
        #expect(try search.faces(in: frame(width: 640, height: 480, bright: [])).isEmpty)
    }
}
