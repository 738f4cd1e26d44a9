import Glibc
import Media

/// The second network: it looks at one square of the frame and says whether that is a face, where exactly, and where its
/// eyes, nose and mouth are (a cascade of networks, as MTCNN by Zhang et al. 2016).
final class RefinerNetwork {
    private let manifest: FaceDetectorManifest.Refiner
    private let network: FaceNetwork

    init(
        folder: String, manifest: FaceDetectorManifest.Refiner, floor: Double
    ) throws(FaceAnalysisError) {
        self.manifest = manifest
        let path = "\(folder)/\(manifest.model)", side = manifest.input.side
        network = try FaceNetwork(
            path: path, bytes: manifest.bytes, outputs: [manifest.output], width: side, height: side, floor: floor,
            capacity: FaceDetectorManifest.answers)
        guard network.count(of: 0) == FaceDetectorManifest.answers else {
            throw FaceAnalysisError(
                .modelUnusable,
                "\(path): \(network.count(of: 0)) numbers in place of \(FaceDetectorManifest.answers): not the face detector's second network; install the models again"
            )
        }
        if let expected = manifest.check {
            guard abs(network.meanAnswer(of: 0) - expected) <= 0.01 * max(abs(expected), 0.1) else {
                throw FaceAnalysisError(
                    .modelUnusable,
                    "\(path): does not answer as its manifest says: damaged or another version; install the models again"
                )
            }
        }
    }

    /// What is at a place where a face may be; nil where hardly any of it lies in the frame.
    func face(in frame: borrowing GreyFrame, at box: Rectangle) throws(FaceAnalysisError) -> FoundFace? {
        try answer(in: frame, at: box).map(face)
    }

    /// As `face(in:at:)`, but unless it is unlikely to be a face it is looked at again, at other sizes and mirrored, and the
    /// answers' mean counts: what is no face seldom looks like one in all of them.
    func judged(in frame: borrowing GreyFrame, at box: Rectangle) throws(FaceAnalysisError) -> FoundFace? {
        guard let first = try answer(in: frame, at: box) else { return nil }
        guard let again = manifest.againLogit, first.logit >= again else { return face(first) }
        let place = face(first).box
        var answers: [Answer] = []
        for look in manifest.looks {
            if let answer = try answer(in: frame, at: place, size: look.size, mirrored: look.mirrored) {
                answers.append(answer)
            }
        }
        return face(.mean(of: answers) ?? first)
    }

    /// What the network says of a square of the frame, in pixels of the frame.
    private struct Answer {
        var logit: Double
        var x: Double, y: Double, width: Double, height: Double
        /// As `FaceLandmarks` has them.
        var points: [FaceLandmarks.Point]

        /// Nil of none.
        static func mean(of answers: [Answer]) -> Answer? {
            guard let first = answers.first else { return nil }
            func mean(_ value: (Answer) -> Double) -> Double {
                answers.reduce(0) { $0 + value($1) } / Double(answers.count)
            }
            return Answer(
                logit: mean(\.logit), x: mean(\.x), y: mean(\.y), width: mean(\.width), height: mean(\.height),
                points: first.points.indices.map { number in
                    FaceLandmarks.Point(x: mean { $0.points[number].x }, y: mean { $0.points[number].y })
                })
        }
    }

    /// The network's answer for a place; nil where hardly any of it lies in the frame.
    ///
    /// - Parameters:
    ///   - size: of the square, in sides of the usual one.
    ///   - mirrored: whether it is shown the square mirrored; the answer is not.
    private func answer(
        in frame: borrowing GreyFrame, at box: Rectangle, size: Double = 1, mirrored: Bool = false
    ) throws(FaceAnalysisError) -> Answer? {
        let wanted = (Double(box.width) * Double(box.height)).squareRoot() * manifest.input.share * size
        let pixels = Int(min(max(wanted, 8), 4 * Double(max(frame.width, frame.height))).rounded())
        let square = Rectangle(
            x: box.x + (box.width - pixels) / 2, y: box.y + (box.height - pixels) / 2, width: pixels, height: pixels)
        let inside = square.clipped(toWidth: frame.width, height: frame.height)
        guard inside.width * 8 >= pixels, inside.height * 8 >= pixels else { return nil }
        let seen = manifest.input.side
        let picture = try GreyPicture(frame, part: square, width: seen, height: seen)
        try network.run(on: mirrored ? picture.mirrored() : picture)
        let side = Double(square.width)
        let middleX = Double(square.x) + side / 2, middleY = Double(square.y) + side / 2
        let value = { (index: Int) in self.network.value(0, index) }
        let across = mirrored ? -side : side
        var points = (0..<5).map { number in
            FaceLandmarks.Point(x: middleX + value(5 + 2 * number) * across, y: middleY + value(6 + 2 * number) * side)
        }
        if mirrored {
            // What it took for a right eye is a left one.
            points.swapAt(0, 1)
            points.swapAt(3, 4)
        }
        return Answer(
            logit: value(0), x: middleX + value(1) * across, y: middleY + value(2) * side,
            width: exp(min(max(value(3), -4), 1)) * side, height: exp(min(max(value(4), -4), 1)) * side, points: points)
    }

    private func face(_ answer: Answer) -> FoundFace {
        FoundFace(
            box: Rectangle(
                x: Int((answer.x - answer.width / 2).rounded()), y: Int((answer.y - answer.height / 2).rounded()),
                width: Int(answer.width.rounded()), height: Int(answer.height.rounded())),
            landmarks: FaceLandmarks(
                rightEye: answer.points[0], leftEye: answer.points[1], nose: answer.points[2],
                mouthRight: answer.points[3], mouthLeft: answer.points[4]),
            probability: manifest.calibration.probability(of: answer.logit))
    }
}
