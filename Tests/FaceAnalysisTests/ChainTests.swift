import COpenCV
import Foundation
import TestSupport
import Testing

/// The emotion network by XNNPACK, beside OpenCV.
@Suite(.ownThread) struct ChainTests {
    private static let isBuiltWithIt = copencv_has_chains() == 1

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

        var isChain: Bool { copencv_network_is_chain(handle) == 1 }

        /// The wanted outputs of a square picture, each with at most sixteen numbers.
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
            var output = [Float](repeating: 0, count: 16 * names.count)
            var lengths = [Int32](repeating: 0, count: names.count)
            var error = copencv_error()
            let result = copencv_network_forward(
                handle, input, Int32(side), Int32(side), pointers.map { UnsafePointer($0) }, Int32(names.count),
                &output, 16, &lengths, &error)
            return result == 0 ? names.indices.map { Array(output[$0 * 16..<$0 * 16 + Int(lengths[$0])]) } : nil
        }
    }

    private func faces(_ count: Int, side: Int) -> [[Float]] {
        (1...count).map { face in
            (0..<side * side).map { Float(($0 &* 7919 &* face &+ $0 / side &* 104_729) % 401) / 100 - 2 }
        }
    }

    @Test(.enabled(if: isBuiltWithIt, "XNNPACK was not there when this was built: OpenCV runs the network"))
    func shippedNetworkRunsAsAChainAndSaysWhatOpenCVSays() throws {
        // The only head of a network, and one of two.
        for (file, head, count) in [("emotion.onnx", "ferplus", 8), ("fer2013.onnx", "fer2013", 7)] {
            let chain = try Network("models/emotion/" + file), plain = try Network("models/emotion/" + file)
            plain.leaveToOpenCV(side: 48)
            for face in faces(20, side: 48) {
                let answer = try chain.answers([head], face, side: 48)[0]
                let expected = try plain.answers([head], face, side: 48)[0]
                #expect(chain.isChain && !plain.isChain)
                #expect(answer.count == count && expected.count == count)
                for (value, other) in zip(answer, expected) { #expect(abs(value - other) < 1e-3 * (1 + abs(other))) }
            }
        }
    }

    /// The order of the heads is found out, not guessed.
    @Test func headsAreThoseThatWereAskedFor() throws {
        let face = faces(1, side: 48)[0], two = "models/emotion/fer2013.onnx"
        let network = try Network(two), turned = try Network(two)
        let straight = try network.answers(["fer2013", "ferplus"], face, side: 48)
        let reversed = try turned.answers(["ferplus", "fer2013"], face, side: 48)
        #expect(straight == reversed.reversed())
        #expect(network.isChain == Self.isBuiltWithIt && turned.isChain == network.isChain)
    }

    /// It has the layers of a chain, but takes means of squares where a chain takes maxima
    /// (`Tests/Fixtures/look-alike/make.py`).
    @Test func networkThatOnlyLooksLikeAChainIsLeftToOpenCV() throws {
        let network = try Network("Tests/Fixtures/look-alike/means.onnx")
        #expect(try network.answers(["answer"], faces(1, side: 8)[0], side: 8)[0].count == 3)
        #expect(!network.isChain)
        // The same with maxima is one.
        let chain = try Network("Tests/Fixtures/look-alike/maxima.onnx")
        #expect(try chain.answers(["answer"], faces(1, side: 8)[0], side: 8)[0].count == 3)
        #expect(chain.isChain == Self.isBuiltWithIt)
    }

    @Test func networkOfAnotherKindIsLeftToOpenCV() throws {
        let network = try Network("models/face-detector/face-refiner.onnx")
        #expect(try network.answers(["face"], [Float](repeating: 0, count: 64 * 64), side: 64)[0].count > 4)
        #expect(!network.isChain)
    }
}
