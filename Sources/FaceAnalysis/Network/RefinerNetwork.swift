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
        let wanted = (Double(box.width) * Double(box.height)).squareRoot() * manifest.input.share
        let side = Int(min(max(wanted, 8), 4 * Double(max(frame.width, frame.height))).rounded())
        let square = Rectangle(
            x: box.x + (box.width - side) / 2, y: box.y + (box.height - side) / 2, width: side, height: side)
        let inside = square.clipped(toWidth: frame.width, height: frame.height)
        guard inside.width * 8 >= side, inside.height * 8 >= side else { return nil }
        let seen = manifest.input.side
        try network.run(on: GreyPicture(frame, part: square, width: seen, height: seen))
        return answer(square)
    }

    private func answer(_ square: Rectangle) -> FoundFace {
        let side = Double(square.width)
        let middleX = Double(square.x) + side / 2, middleY = Double(square.y) + side / 2
        let value = { (index: Int) in self.network.value(0, index) }
        let width = exp(min(max(value(3), -4), 1)) * side, height = exp(min(max(value(4), -4), 1)) * side
        let x = middleX + value(1) * side, y = middleY + value(2) * side
        let point = { (number: Int) in
            FaceLandmarks.Point(x: middleX + value(5 + 2 * number) * side, y: middleY + value(6 + 2 * number) * side)
        }
        return FoundFace(
            box: Rectangle(
                x: Int((x - width / 2).rounded()), y: Int((y - height / 2).rounded()), width: Int(width.rounded()),
                height: Int(height.rounded())),
            landmarks: FaceLandmarks(
                rightEye: point(0), leftEye: point(1), nose: point(2), mouthRight: point(3), mouthLeft: point(4)),
            probability: manifest.calibration.probability(of: value(0)))
    }
}
