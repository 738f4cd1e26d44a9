import Media

/// Why a look gave no sample. "Nobody there" and "cannot tell" are different things, and neither is a neutral face.
package enum NoSample: String, Sendable, Equatable, CaseIterable {
    /// The lens is covered or the room is dark.
    case covered
    /// No face was found.
    case noFace = "no_face"
    /// The face is too small, too dark, too flat or too blurred to be read.
    case tooSmall = "too_small"
    case tooDark = "too_dark"
    case blurred
}

/// What a frame and a face must have to count. The limits lie far outside what the classifier was trained on.
struct QualityGate {
    /// A frame darker or flatter than this shows nothing.
    var leastFrameMean = 10.0, leastFrameDeviation = 4.0
    /// Side of a face in frame pixels; the classifier sees 48.
    var leastSide = 44
    /// Of the face's 48 × 48 crop.
    var leastMean = 22.0, leastDeviation = 9.0
    /// See `GreyPicture.sharpness`: labelled faces lie above 0.1, blurred with a deviation of two pixels around 0.011.
    var leastSharpness = 0.012

    func judge(frame: (mean: Double, deviation: Double)) -> NoSample? {
        frame.mean < leastFrameMean || frame.deviation < leastFrameDeviation ? .covered : nil
    }

    func judge(box: Rectangle, crop: GreyPicture) throws(FaceAnalysisError) -> NoSample? {
        if min(box.width, box.height) < leastSide { return .tooSmall }
        let (mean, deviation) = crop.statistics
        if mean < leastMean || deviation < leastDeviation { return .tooDark }
        return try crop.sharpness() < leastSharpness ? .blurred : nil
    }
}
