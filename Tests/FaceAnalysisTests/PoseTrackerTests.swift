import Media
import Testing

@testable import FaceAnalysis

@Suite struct PoseTrackerTests {
    /// A crop of 48 × 48 whose grey values a function of place gives.
    private func crop(_ value: (Int, Int) -> Double) throws -> GreyPicture {
        var frame = GreyFrame()
        frame.reshape(width: 48, height: 48)
        for i in frame.pixels.indices { frame.pixels[i] = UInt8(min(max(value(i % 48, i / 48), 0), 255)) }
        return try GreyPicture(frame, part: Rectangle(x: 0, y: 0, width: 48, height: 48), width: 48, height: 48)
    }

    private func blob(_ x: Int, _ y: Int, atX centreX: Int, atY centreY: Int) -> Double {
        let distance = (x - centreX) * (x - centreX) + (y - centreY) * (y - centreY)
        return distance < 120 ? 90 : 0
    }

    @Test func lightNoiseAndATremblingBoxAreTheSamePose() throws {
        var tracker = PoseTracker()
        let first = try tracker.track(crop { x, y in 60 + blob(x, y, atX: 16, atY: 18) })
        let brighter = try tracker.track(crop { x, y in 100 + 1.3 * blob(x, y, atX: 16, atY: 18) })
        let noisy = try tracker.track(
            crop { x, y in 60 + blob(x, y, atX: 16, atY: 18) + Double((x * 7 + y * 13) % 17) })
        let shifted = try tracker.track(crop { x, y in 60 + blob(x, y, atX: 17, atY: 17) })
        #expect([brighter, noisy, shifted] == [first, first, first])
    }

    @Test func anotherPictureIsAnotherPoseAndAFormerOneIsNewAgain() throws {
        var tracker = PoseTracker()
        let left = try crop { x, y in 60 + blob(x, y, atX: 12, atY: 18) }
        let right = try crop { x, y in 60 + blob(x, y, atX: 34, atY: 30) }
        let numbers = [left, right, right, left].map { tracker.track($0) }
        #expect(numbers == [numbers[0], numbers[0] + 1, numbers[0] + 1, numbers[0] + 2])
    }

    @Test func aSlowDriftIsOnePose() throws {
        var tracker = PoseTracker()
        let numbers = try (0..<20).map { step in
            try tracker.track(crop { x, y in 60 + blob(x, y, atX: 14 + step, atY: 20) })
        }
        #expect(Set(numbers).count == 1)
        // The same way in one leap is another pose.
        var leaping = PoseTracker()
        let before = try leaping.track(crop { x, y in 60 + blob(x, y, atX: 14, atY: 20) })
        let after = try leaping.track(crop { x, y in 60 + blob(x, y, atX: 33, atY: 20) })
        #expect(after == before + 1)
    }

    @Test func afterForgettingEveryFaceIsNew() throws {
        var tracker = PoseTracker()
        let face = try crop { x, y in 60 + blob(x, y, atX: 16, atY: 18) }
        let before = tracker.track(face)
        tracker.forget()
        let after = tracker.track(face)
        #expect(after == before + 1)
    }

    @Test func aFlatPictureDoesNoHarm() throws {
        var tracker = PoseTracker()
        let flat = try crop { _, _ in 80 }
        let numbers = [tracker.track(flat), tracker.track(flat)]
        #expect(numbers[0] < numbers[1])
    }
}
