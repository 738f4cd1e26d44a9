import Glibc
import Media

/// The square of the frame that the emotion classifier is shown, and how far it is turned to stand upright.
///
/// The classifier learned from faces that a Haar cascade had cut out. A cascade's box is a square; the network's box fits
/// the face, and it knows the landmarks. The constants say where a cascade's square would lie: measured on 886 upright
/// news photographs on which the frontal cascade `alt2` found the face, so that 68 of 100 sides lie within 5.4 % of what
/// they give, and as many middles within 2.3 % of the side.
struct ClassifierCrop: Equatable {
    /// The square's middle, and its side without the margin, in pixels of the frame.
    var x: Double, y: Double, side: Double
    /// Degrees by which it is to be turned anticlockwise, about its middle.
    var turn = 0.0
    /// Share of the side that is added on each side.
    var margin: Double
    /// A box without landmarks is taken as it is.
    private var box: Rectangle?

    /// What a cascade's side holds of the box's side (the root of its area) and of the distance from eyes to mouth.
    private static let sideOfBox = 0.707, sideOfEyesToMouth = 0.862
    /// How far the middle lies below the eyes, towards the mouth, in sides.
    private static let belowEyes = 0.116
    /// A face that leans by less, in degrees, is left as it is: the classifier has learned from such, and landmarks err
    /// by as much.
    private static let leastTurn = 8.0
    /// The line through the eyes and the line from eyes to mouth must agree within so many degrees, else one is wrong.
    private static let mostDisagreement = 25.0

    /// - Parameter margin: share of the side added on each side, as the classifier's manifest says.
    init(_ face: FoundFace, margin: Double) {
        let box = face.box
        (x, y) = (Double(box.x) + Double(box.width) / 2, Double(box.y) + Double(box.height) / 2)
        self.margin = margin
        if let landmarks = face.landmarks {
            side = (Double(box.width) * Double(box.height)).squareRoot()
            centre(on: landmarks)
        } else {
            side = Double(min(box.width, box.height))
            self.box = box
        }
    }

    private mutating func centre(on landmarks: FaceLandmarks) {
        let eyes = landmarks.rightEye.middle(landmarks.leftEye)
        let mouth = landmarks.mouthRight.middle(landmarks.mouthLeft)
        let (downX, downY) = (mouth.x - eyes.x, mouth.y - eyes.y)
        let distance = (downX * downX + downY * downY).squareRoot()
        // Landmarks that lie nowhere near a face's places say nothing.
        guard distance > 0.15 * side, distance < side else { return }
        side = Self.sideOfBox * side + Self.sideOfEyesToMouth * distance
        x = eyes.x + downX / distance * Self.belowEyes * side
        y = eyes.y + downY / distance * Self.belowEyes * side
        let across = atan2(landmarks.leftEye.y - landmarks.rightEye.y, landmarks.leftEye.x - landmarks.rightEye.x)
        let along = atan2(-downX, downY)
        guard abs(across - along) * 180 / .pi < Self.mostDisagreement else { return }
        let leaning = (across + along) / 2 * 180 / .pi
        if abs(leaning) >= Self.leastTurn { turn = leaning }
    }

    /// The crop's pixels, `size` × `size`.
    func picture(of frame: borrowing GreyFrame, size: Int) throws(FaceAnalysisError) -> GreyPicture {
        if let box {
            let part = box.grown(by: margin).clipped(toWidth: frame.width, height: frame.height)
            return try GreyPicture(frame, part: part, width: size, height: size)
        }
        let side = side * (1 + 2 * margin)
        guard turn != 0 else {
            return try GreyPicture(frame, part: square(side), width: size, height: size)
        }
        // Enlarged first, so that turning costs no sharpness, and with room for the corners.
        let large = 2 * size, room = 3 * size
        return try GreyPicture(frame, part: square(side * 1.5), width: room, height: room)
            .turned(by: turn).middle(large, scaledTo: size)
    }

    /// An upright square around the middle, in whole pixels.
    func square(_ side: Double) -> Rectangle {
        let pixels = max(1, Int(side.rounded()))
        return Rectangle(
            x: Int((x - Double(pixels) / 2).rounded()), y: Int((y - Double(pixels) / 2).rounded()), width: pixels,
            height: pixels)
    }
}
