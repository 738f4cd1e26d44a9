import Media

/// Why a look gave no sample. "Nobody there" and "cannot tell" are different things, and neither is a neutral face.
package enum NoSample: String, Sendable, Equatable, CaseIterable {
    /// The lens is covered or the room is dark.
    case covered
    /// No face was found.
    case noFace = "no_face"
    /// What looks like a face has not moved at all for a minute: a picture of one.
    case unmoved
    /// The face is too small, too dark, too flat or too blurred to be read.
    case tooSmall = "too_small"
    case tooDark = "too_dark"
    case blurred
}

/// What a frame and a face must have to count. Darkness itself is no reason: what counts is whether the picture stands out
/// from its noise, for the detector and the classifier stretch it first.
struct QualityGate {
    /// Deviation of the frame shrunk to 40 × 30, in grey values; less shows nothing. A sixteenth of a living room's
    /// light still has 2 to 3.
    var leastFrameDeviation = 1.0
    /// Side of a face in frame pixels; the classifier sees 48.
    static let readableSide = 44.0
    var leastSide = readableSide
    /// Deviation of the face's 48 × 48 crop, in grey values. Of 600 labelled faces the classifier reads 93 of a hundred
    /// rightly, 88 with a deviation of 1 and 86 with 0.7.
    var leastDeviation = 1.0
    /// Deviation of the crop over that of its noise: 90 of those faces are read rightly at 5, 87 at 2, 82 at 1.5, 70 at 1,
    /// where half are called neutral.
    var leastContrast = 2.0
    /// See `GreyPicture.sharpness`: labelled faces lie above 0.1, blurred with a deviation of two pixels around 0.011.
    var leastSharpness = 0.012
    /// What has not moved for so many seconds is no person.
    var mostUnmovedSeconds = 60.0

    /// Rounding to whole grey values is noise too.
    private static let roundingNoise = 0.29

    func judge(frame: (mean: Double, deviation: Double)) -> NoSample? {
        frame.deviation < leastFrameDeviation ? .covered : nil
    }

    /// - Parameters:
    ///   - side: of the face in the frame, in pixels.
    ///   - crop: the face at 48 × 48 pixels.
    ///   - noise: standard deviation of the noise in the frame's pixels there; scaling down averages it.
    func judge(side: Double, crop: GreyPicture, noise: Double) throws(FaceAnalysisError) -> NoSample? {
        if side < leastSide { return .tooSmall }
        let deviation = crop.statistics.deviation
        let shrunk = noise * min(1, Double(crop.width) / max(1, side))
        let left = (shrunk * shrunk + Self.roundingNoise * Self.roundingNoise).squareRoot()
        let signal = max(0, deviation * deviation - left * left).squareRoot()
        if deviation < leastDeviation || signal < leastContrast * left { return .tooDark }
        return try crop.sharpness() < leastSharpness ? .blurred : nil
    }
}
