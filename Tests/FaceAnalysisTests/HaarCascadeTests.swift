import DemoFace
import Emotions
import FaceAnalysis
import Foundation
import Media
import TestSupport
import Testing

@Suite(.ownThread) struct HaarCascadeTests {
    private func cascade() throws -> HaarCascade {
        let given = ProcessInfo.processInfo.environment["EMOTUNES_CASCADE"]
        return try HaarCascade(path: given ?? "/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml")
    }

    private func drawn() -> GreyFrame {
        var face = DemoFace(), frame = GreyFrame()
        frame.reshape(width: 640, height: 480)
        face.draw(emotion: .neutral, time: 1, into: &frame.pixels, width: 640, height: 480)
        return frame
    }

    private func largest(_ frame: borrowing GreyFrame, turn: Double) throws -> Rectangle? {
        let whole = Rectangle(x: 0, y: 0, width: frame.width, height: frame.height)
        return try cascade()
            .faces(in: frame, region: whole, scale: 0.3, least: 100, most: 400, neighbours: 2, turn: turn)
            .max { $0.area < $1.area }
    }

    /// A search in a turned picture answers in the frame's coordinates: the face is where the upright search sees it.
    @Test(arguments: [-12.0, 12])
    func aTurnedSearchFindsTheFaceWhereItIs(turn: Double) throws {
        let frame = drawn()
        let upright = try #require(try largest(frame, turn: 0))
        let turned = try #require(try largest(frame, turn: turn))
        #expect(upright.centreDistance(turned) < 0.12, "\(upright) \(turned)")
    }
}
