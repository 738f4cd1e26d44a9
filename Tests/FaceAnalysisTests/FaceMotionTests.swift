import Media
import Testing

@testable import FaceAnalysis

@Suite struct FaceMotionTests {
    private let scene = FaceScene()
    private let box = FaceScene.person

    /// Seconds for which nothing has moved, at the end of a minute of looks.
    private func unmoved(_ change: (Int) -> Rectangle?) throws -> Double {
        scene.actors = [.init(box: box)]
        var motion = try FaceMotion(scene.frame(0), box)
        for step in 1...120 {
            let seen = change(step) ?? box
            try motion.look(scene.frame(Double(step) / 2), seen)
        }
        return motion.unmoved(at: MediaTime(seconds: 60))
    }

    @Test(arguments: [0, 3, 6])
    func noiseIsNoMovement(noise: Int) throws {
        scene.noise = noise
        #expect(try unmoved { _ in nil } == 60)
    }

    @Test func daylightThatChangesIsNoMovement() throws {
        #expect(
            try unmoved { step in
                scene.brightness = step / 3
                return nil
            } == 60)
    }

    @Test func aTremblingBoxIsNoMovement() throws {
        #expect(
            try unmoved { step in
                Rectangle(
                    x: box.x + step % 5, y: box.y - step % 3, width: box.width + step % 4, height: box.height)
            } == 60)
    }

    @Test(arguments: [0, 3])
    func eyesThatMoveAreMovement(noise: Int) throws {
        scene.noise = noise
        #expect(
            try unmoved { step in
                scene.actors[0].expression = step > 100 ? 2 : 0
                return nil
            } <= 10)
    }

    @Test func aBoxElsewhereIsMovement() throws {
        let moved = Rectangle(x: box.x + 25, y: box.y, width: box.width, height: box.height)
        #expect(try unmoved { step in step > 100 ? moved : nil } <= 10)
    }
}
