import Media
import Testing

@testable import FaceAnalysis

@Suite struct QualityGateTests {
    private let gate = QualityGate()
    private let box = Rectangle(x: 0, y: 0, width: 200, height: 200)

    /// A picture of stripes `period` pixels wide around `mean`.
    private func crop(mean: Int, swing: Int, period: Int) throws -> GreyPicture {
        var frame = GreyFrame()
        frame.reshape(width: 48, height: 48)
        for i in frame.pixels.indices {
            frame.pixels[i] = UInt8(clamping: mean + ((i % 48 / period).isMultiple(of: 2) ? swing : -swing))
        }
        return try GreyPicture(frame, part: Rectangle(x: 0, y: 0, width: 48, height: 48), width: 48, height: 48)
    }

    @Test func passesAPictureWithDetail() throws {
        #expect(try gate.judge(box: box, crop: crop(mean: 120, swing: 50, period: 4)) == nil)
    }

    @Test func refusesWhatCannotBeRead() throws {
        let sharp = try crop(mean: 120, swing: 50, period: 4)
        #expect(try gate.judge(box: Rectangle(x: 0, y: 0, width: 40, height: 40), crop: sharp) == .tooSmall)
        #expect(try gate.judge(box: box, crop: crop(mean: 12, swing: 10, period: 4)) == .tooDark)
        #expect(try gate.judge(box: box, crop: crop(mean: 120, swing: 4, period: 4)) == .tooDark)
    }

    @Test func refusesABlurredFace() throws {
        var frame = GreyFrame()
        frame.reshape(width: 48, height: 48)
        for i in frame.pixels.indices { frame.pixels[i] = UInt8(40 + i % 48 * 3) }
        let slope = try GreyPicture(frame, part: Rectangle(x: 0, y: 0, width: 48, height: 48), width: 48, height: 48)
        #expect(try gate.judge(box: box, crop: slope) == .blurred)
    }

    @Test func aCoveredLensIsNoFace() {
        #expect(gate.judge(frame: (mean: 3, deviation: 8)) == .covered)
        #expect(gate.judge(frame: (mean: 90, deviation: 1)) == .covered)
        #expect(gate.judge(frame: (mean: 90, deviation: 30)) == nil)
    }
}
