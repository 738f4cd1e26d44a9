import Glibc
import Media
import Testing

@testable import FaceAnalysis

@Suite struct ClassifierCropTests {
    /// A face of usual proportions whose eyes' middle is at (320, 200), turned clockwise by so many degrees.
    private func face(turned degrees: Double) -> FoundFace {
        let cosine = cos(degrees * .pi / 180), sine = sin(degrees * .pi / 180)
        let point = { (x: Double, y: Double) in
            FaceLandmarks.Point(x: 320 + cosine * x - sine * y, y: 200 + sine * x + cosine * y)
        }
        return FoundFace(
            box: Rectangle(x: 230, y: 115, width: 180, height: 222),
            landmarks: FaceLandmarks(
                rightEye: point(-40, 0), leftEye: point(40, 0), nose: point(0, 45), mouthRight: point(-30, 87),
                mouthLeft: point(30, 87)))
    }

    @Test func uprightFaceIsCutAsACascadeWould() {
        let crop = ClassifierCrop(face(turned: 0), margin: 0)
        #expect(abs(crop.side - 216.3) < 0.5)
        #expect(crop.x == 320 && abs(crop.y - 200 - 0.116 * crop.side) < 0.01)
        #expect(crop.turn == 0)
    }

    @Test(arguments: [-40.0, -15, 9, 25])
    func leaningFaceIsTurnedUprightAboutTheSamePlaceOfTheFace(degrees: Double) {
        let upright = ClassifierCrop(face(turned: 0), margin: 0),
            crop = ClassifierCrop(face(turned: degrees), margin: 0)
        #expect(abs(crop.turn - degrees) < 1e-6)
        #expect(abs(crop.side - upright.side) < 1e-6)
        let distance = ((crop.x - 320) * (crop.x - 320) + (crop.y - 200) * (crop.y - 200)).squareRoot()
        #expect(abs(distance - (upright.y - 200)) < 1e-6)
    }

    @Test(arguments: [-7.0, 4, 7.5])
    func faceThatLeansALittleStaysAsItIs(degrees: Double) {
        #expect(ClassifierCrop(face(turned: degrees), margin: 0).turn == 0)
    }

    @Test func landmarksThatContradictEachOtherTurnNothing() {
        var odd = face(turned: 0)
        odd.landmarks?.leftEye.y += 60
        #expect(ClassifierCrop(odd, margin: 0).turn == 0)
    }

    @Test func withoutLandmarksTheBoxIsTakenAsItIs() throws {
        var frame = GreyFrame()
        frame.reshape(width: 96, height: 96)
        for index in frame.pixels.indices { frame.pixels[index] = UInt8(truncatingIfNeeded: index &* 31) }
        let box = Rectangle(x: 10, y: 20, width: 48, height: 48)
        let crop = ClassifierCrop(FoundFace(box: box), margin: 0)
        #expect(crop.side == 48 && crop.turn == 0)
        let pixels = try crop.picture(of: frame, size: 48).pixels
        #expect(pixels.prefix(48).elementsEqual(frame.pixels[20 * 96 + 10..<20 * 96 + 58]))
    }

    /// A bar that leans clockwise stands upright in the crop.
    @Test func thePictureIsTurnedTheRightWay() throws {
        var frame = GreyFrame()
        frame.reshape(width: 640, height: 480)
        let leaning = 30.0, cosine = cos(leaning * .pi / 180), sine = sin(leaning * .pi / 180)
        let crop = ClassifierCrop(face(turned: leaning), margin: 0)
        for y in 0..<480 {
            for x in 0..<640 {
                let dx = Double(x) - crop.x, dy = Double(y) - crop.y
                let across = cosine * dx + sine * dy, down = cosine * dy - sine * dx
                frame.pixels[y * 640 + x] = abs(across) < 12 && down < 0 ? 220 : 40
            }
        }
        let picture = try crop.picture(of: frame, size: 48)
        #expect((3..<20).allSatisfy { picture.pixels[$0 * 48 + 24] > 190 })
        #expect((0..<48).allSatisfy { picture.pixels[$0 * 48 + 12] < 60 && picture.pixels[$0 * 48 + 36] < 60 })
        #expect((30..<48).allSatisfy { picture.pixels[$0 * 48 + 24] < 60 })
    }

    /// A face half out of the frame: what lies beyond repeats the edge and does no harm.
    @Test(arguments: [0.0, 30])
    func aFaceAtTheEdgeIsCutToo(degrees: Double) throws {
        var frame = GreyFrame()
        frame.reshape(width: 340, height: 240)
        for index in frame.pixels.indices { frame.pixels[index] = 90 }
        let picture = try ClassifierCrop(face(turned: degrees), margin: 0.1).picture(of: frame, size: 48)
        #expect(picture.pixels.count == 48 * 48 && picture.pixels.allSatisfy { $0 == 90 })
    }
}
