import COpenCV
import Foundation
import TestSupport
import Testing

/// Networks by XNNPACK, beside OpenCV.
@Suite(.ownThread) struct PackedNetworkTests {
    private static let isBuiltWithIt = copencv_has_packing() == 1

    /// A network as the shim has it.
    private final class Network {
        let handle: OpaquePointer

        init(_ path: String) throws {
            var opened: OpaquePointer?
            var error = copencv_error()
            try #require(copencv_network_open(Repository.path(path), &opened, &error) == 0)
            handle = try #require(opened)
        }

        deinit { copencv_network_close(handle) }

        var isPacked: Bool { copencv_network_is_packed(handle) == 1 }

        /// The wanted outputs of a square picture.
        func answers(_ names: [String], _ input: [Float], side: Int) throws -> [[Float]] {
            try #require(answersIfThere(names, input, side: side))
        }

        /// The first question decides who answers: where it is of an output that is not there, OpenCV does from then on.
        func leaveToOpenCV(side: Int) {
            #expect(answersIfThere(["nothing"], [Float](repeating: 0, count: side * side), side: side) == nil)
        }

        private func answersIfThere(_ names: [String], _ input: [Float], side: Int) -> [[Float]]? {
            let pointers = names.map { strdup($0) }
            defer { for pointer in pointers { free(pointer) } }
            let room = max(16, 15 * side * side / 64)
            var output = [Float](repeating: 0, count: room * names.count)
            var lengths = [Int32](repeating: 0, count: names.count)
            var error = copencv_error()
            let result = copencv_network_forward(
                handle, input, Int32(side), Int32(side), pointers.map { UnsafePointer($0) }, Int32(names.count),
                &output, Int32(room), &lengths, &error)
            return result == 0 ? names.indices.map { Array(output[$0 * room..<$0 * room + Int(lengths[$0])]) } : nil
        }
    }

    private func faces(_ count: Int, side: Int) -> [[Float]] {
        (1...count).map { face in
            (0..<side * side).map { Float(($0 &* 7919 &* face &+ $0 / side &* 104_729) % 401) / 100 - 2 }
        }
    }

    /// A file, what is asked of it, how many numbers each answer has, and the side of the picture: the only head of a
    /// network, one of two, one answer from one pixel, and maps of three sizes.
    private static let shipped: [(file: String, heads: [String], counts: [Int], side: Int)] = [
        ("emotion/emotion.onnx", ["ferplus"], [8], 48), ("emotion/fer2013.onnx", ["fer2013"], [7], 48),
        ("face-detector/face-refiner.onnx", ["face"], [15], 64),
        ("face-detector/face-detector.onnx", ["stride8", "stride16", "stride32"], [3840, 960, 240], 128),
        ("face-detector/face-detector.onnx", ["stride32", "stride8"], [540, 8640], 192),
    ]

    @Test(
        .enabled(if: isBuiltWithIt, "XNNPACK was not there when this was built: OpenCV runs the network"),
        arguments: shipped)
    func shippedNetworkIsPackedAndSaysWhatOpenCVSays(
        file: String, heads: [String], counts: [Int], side: Int
    ) throws {
        let packed = try Network("models/" + file), plain = try Network("models/" + file)
        plain.leaveToOpenCV(side: side)
        for face in faces(20, side: side) {
            let answers = try packed.answers(heads, face, side: side)
            let expected = try plain.answers(heads, face, side: side)
            #expect(packed.isPacked && !plain.isPacked)
            #expect(answers.map(\.count) == counts && expected.map(\.count) == counts)
            let apart = zip(answers.joined(), expected.joined()).map { abs($0 - $1) / (1 + abs($1)) }.max()
            #expect(try #require(apart) < 1e-3)
        }
    }

    /// Each answer is the head's whose name it was asked by, in any order.
    @Test func headsAreThoseThatWereAskedFor() throws {
        let face = faces(1, side: 48)[0], two = "models/emotion/fer2013.onnx"
        let network = try Network(two), turned = try Network(two)
        let straight = try network.answers(["fer2013", "ferplus"], face, side: 48)
        let reversed = try turned.answers(["ferplus", "fer2013"], face, side: 48)
        #expect(straight == reversed.reversed())
        #expect(network.isPacked == Self.isBuiltWithIt && turned.isPacked == network.isPacked)
    }

    /// Its layers are those of a network that is packed, but it takes means of squares where that one takes maxima
    /// (`Tests/Fixtures/look-alike/make.py`).
    @Test func networkThatOnlyLooksTheSameIsLeftToOpenCV() throws {
        let network = try Network("Tests/Fixtures/look-alike/means.onnx")
        #expect(try network.answers(["answer"], faces(1, side: 8)[0], side: 8)[0].count == 3)
        #expect(!network.isPacked)
        // The same with maxima is packed.
        let like = try Network("Tests/Fixtures/look-alike/maxima.onnx")
        #expect(try like.answers(["answer"], faces(1, side: 8)[0], side: 8)[0].count == 3)
        #expect(like.isPacked == Self.isBuiltWithIt)
    }

    @Test func pictureOfAnotherSizeIsLeftToOpenCV() throws {
        let network = try Network("models/face-detector/face-detector.onnx")
        let small = faces(1, side: 64)[0], large = faces(1, side: 96)[0]
        let first = try network.answers(["stride32"], small, side: 64)[0]
        #expect(try network.answers(["stride32"], large, side: 96)[0].count == 15 * 9)
        #expect(try network.answers(["stride32"], small, side: 64)[0] == first)
    }

    @Test func networkWithAnotherLayerIsLeftToOpenCV() throws {
        let network = try Network("Tests/Fixtures/look-alike/curved.onnx")
        #expect(try network.answers(["answer"], faces(1, side: 8)[0], side: 8)[0].count == 3)
        #expect(!network.isPacked)
    }
}
