import Media
import Testing

@testable import FaceAnalysis

@Suite struct QualityGateTests {
    private let gate = QualityGate()

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
        #expect(try gate.judge(side: 200, crop: crop(mean: 120, swing: 50, period: 4), noise: 2) == nil)
    }

    @Test func refusesWhatCannotBeRead() throws {
        let sharp = try crop(mean: 120, swing: 50, period: 4)
        #expect(try gate.judge(side: 40, crop: sharp, noise: 0) == .tooSmall)
        #expect(try gate.judge(side: 200, crop: crop(mean: 120, swing: 0, period: 4), noise: 0) == .tooDark)
    }

    /// A sixteenth of the light: dark, but what is there stands out from the noise.
    @Test func darknessAloneIsNoReason() throws {
        #expect(try gate.judge(side: 150, crop: crop(mean: 7, swing: 3, period: 4), noise: 1.5) == nil)
    }

    @Test func noiseThatDrownsTheFaceIsAReason() throws {
        let dim = try crop(mean: 30, swing: 6, period: 4)
        #expect(try gate.judge(side: 48, crop: dim, noise: 2) == nil)
        #expect(try gate.judge(side: 48, crop: dim, noise: 4) == .tooDark)
        // Shrunk to the classifier's size, a larger face's noise averages out.
        #expect(try gate.judge(side: 200, crop: dim, noise: 4) == nil)
    }

    @Test func refusesABlurredFace() throws {
        var frame = GreyFrame()
        frame.reshape(width: 48, height: 48)
        for i in frame.pixels.indices { frame.pixels[i] = UInt8(40 + i % 48 * 3) }
        let slope = try GreyPicture(frame, part: Rectangle(x: 0, y: 0, width: 48, height: 48), width: 48, height: 48)
        #expect(try gate.judge(side: 200, crop: slope, noise: 0) == .blurred)
    }

    @Test func aCoveredLensIsNoFace() {
        #expect(gate.judge(frame: (mean: 3, deviation: 0.6)) == .covered)
        #expect(gate.judge(frame: (mean: 90, deviation: 0.5)) == .covered)
        #expect(gate.judge(frame: (mean: 6, deviation: 2.5)) == nil)
        #expect(gate.judge(frame: (mean: 90, deviation: 30)) == nil)
    }

    /// The noise is told from the picture it lies on.
    @Test(arguments: [0, 2, 5])
    func noiseIsMeasuredThoughThePictureHasEdges(noise: Int) throws {
        let scene = FaceScene()
        scene.noise = noise
        scene.actors = [.init(box: FaceScene.person)]
        let measured = try scene.frame(0).noise(in: FaceScene.person)
        #expect(abs(measured - Double(noise)) < 0.3 + Double(noise) * 0.2, "\(measured)")
    }
}
