import Emotions
import TestSupport
import Testing

@testable import DemoFace

struct DemoFaceTests {
    private let width = 160
    private let height = 120

    private func frame(_ emotion: Emotion, seed: UInt64 = 1, time: Double = 3) -> [UInt8] {
        var face = DemoFace(seed: seed)
        var pixels = [UInt8](repeating: 0, count: width * height)
        face.draw(emotion: emotion, time: time, into: &pixels, width: width, height: height)
        return pixels
    }

    private func still(_ parameters: FaceParameters, presence: Float = 1) -> [UInt8] {
        var face = DemoFace()
        var pixels = [UInt8](repeating: 0, count: width * height)
        pixels.withUnsafeMutableBufferPointer {
            face.draw(
                .init(parameters: parameters, presence: presence), motion: DemoMotion(), time: 0, into: $0,
                width: width,
                height: height)
        }
        return pixels
    }

    private func difference(_ a: [UInt8], _ b: [UInt8]) -> Double {
        Double(zip(a, b).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }) / Double(a.count)
    }

    /// Mean brightness of a rectangle given in parts of the frame.
    private func mean(_ pixels: [UInt8], x: ClosedRange<Double>, y: ClosedRange<Double>) -> Double {
        var (sum, count) = (0, 0)
        for row in Int(y.lowerBound * Double(height))...Int(y.upperBound * Double(height)) {
            for column in Int(x.lowerBound * Double(width))...Int(x.upperBound * Double(width)) {
                sum += Int(pixels[row * width + column])
                count += 1
            }
        }
        return Double(sum) / Double(count)
    }

    @Test func sameMomentGivesTheSamePicture() {
        var used = DemoFace(seed: 7)
        var pixels = [UInt8](repeating: 0, count: width * height)
        for time in [0.0, 9.25, 3.0] {
            used.draw(emotion: .sad, time: time, into: &pixels, width: width, height: height)
        }
        #expect(pixels == frame(.sad, seed: 7))
    }

    @Test func timeAndSeedMoveTheFace() {
        #expect(difference(frame(.neutral), frame(.neutral, time: 5)) > 1)
        #expect(difference(frame(.neutral), frame(.neutral, seed: 2)) > 1)
    }

    @Test(.takesLong, arguments: Emotion.allCases) func everyEmotionLooksDifferent(emotion: Emotion) {
        let shown = still(.init(showing: emotion))
        for other in Emotion.allCases where other != emotion {
            #expect(difference(shown, still(.init(showing: other))) > 0.25, "\(emotion) like \(other)")
        }
    }

    @Test func anEmptyRoomHasNoFaceInIt() {
        let (empty, face) = (still([:], presence: 0), still([:]))
        #expect(difference(empty, face) > 5)
        // The wall around the person stays what it was.
        #expect(mean(empty, x: 0...0.1, y: 0...0.3) == mean(face, x: 0...0.1, y: 0...0.3))
    }

    @Test func hairAndEyesAreDarkerThanCheeks() {
        let face = still([:])
        let cheeks = mean(face, x: 0.44...0.46, y: 0.52...0.55)
        let hair = mean(face, x: 0.45...0.55, y: 0.2...0.23)
        let eye = mean(face, x: 0.42...0.445, y: 0.44...0.47)
        #expect(hair < cheeks * 0.6)
        #expect(eye < cheeks * 0.85)
    }

    @Test func teethBrightenAnOpenMouth() {
        let open: FaceParameters = [.jawOpen: 0.5, .upperLip: 0.8]
        let toothed: FaceParameters = [.jawOpen: 0.5, .upperLip: 0.8, .teeth: 1]
        let mouth = (x: 0.48...0.52, y: 0.61...0.64)
        #expect(mean(still(toothed), x: mouth.x, y: mouth.y) > mean(still(open), x: mouth.x, y: mouth.y) + 20)
    }

    @Test func aBlinkClosesTheEyes() {
        var motion = DemoMotion()
        motion.blink = 1
        var face = DemoFace()
        var pixels = [UInt8](repeating: 0, count: width * height)
        pixels.withUnsafeMutableBufferPointer {
            face.draw(
                .init(parameters: [:], presence: 1), motion: motion, time: 0, into: $0, width: width, height: height)
        }
        let eye = (x: 0.425...0.44, y: 0.44...0.46)
        #expect(mean(pixels, x: eye.x, y: eye.y) > mean(still([:]), x: eye.x, y: eye.y) + 8)
        let blinks = (0..<1200).filter { DemoMotion(random: DemoRandom(seed: 1), time: Double($0) / 20).blink > 0.5 }
        #expect((15...90).contains(blinks.count), "60 s at 20 frames a second hold 15 blinks")
    }

    @Test(arguments: [(1, 1), (1, 50), (50, 1), (17, 13), (33, 240), (241, 31), (161, 121)])
    func drawsAnySizeWithinItsBounds(width: Int, height: Int) {
        var face = DemoFace()
        var pixels = [UInt8](repeating: 0xA5, count: width * height + 64)
        for presence in [0, 0.02, 0.5, 1] as [Float] {
            face.draw(
                .init(parameters: .init(showing: .happy), presence: presence), time: 1, into: &pixels, width: width,
                height: height)
        }
        #expect(pixels.suffix(64).allSatisfy { $0 == 0xA5 })
        #expect(pixels.prefix(width * height).contains { $0 != 0xA5 })
    }

    @Test func tooSmallBufferIsUnchanged() {
        var face = DemoFace()
        var pixels = [UInt8](repeating: 0xA5, count: 99)
        face.draw(emotion: .happy, time: 0, into: &pixels, width: 10, height: 10)
        #expect(pixels.allSatisfy { $0 == 0xA5 })
    }

    @Test(.takesLong) func extremeSettingsAndTimesAreDrawn() {
        for emotion in Emotion.allCases {
            for time in [-5, 0, 1e7, 1e15, .infinity, .nan] { _ = frame(emotion, time: time) }
        }
        for control in FaceControl.allCases {
            _ = still([control: control.bounds.lowerBound])
            _ = still([control: control.bounds.upperBound])
        }
    }
}
