import COpenCV
package import Emotions
package import Media

/// What one look at one frame gave.
package enum FaceReading: Sendable, Equatable {
    /// A face good enough to read: where it is, what it says, and a number that is another whenever the face's picture
    /// is another: looks at one pose say little more than one of them.
    case face(Rectangle, EmotionScores, pose: Int)
    /// No sample; the box says where a face was found that is too poor to read.
    case none(NoSample, Rectangle?)

    /// What a face good enough to read says.
    package var scores: EmotionScores? {
        switch self {
        case .face(_, let scores, _): scores
        case .none: nil
        }
    }

    /// Where a face good enough to read is.
    package var place: FacePlace? {
        switch self {
        case .face(let box, _, _): box.place
        case .none: nil
        }
    }

    /// Whether a face was found, readable or not.
    package var showsSomebody: Bool {
        switch self {
        case .face: true
        case .none(_, let box): box != nil
        }
    }
}

/// Frame in, reading out: gate, finder and classifier joined. Used by one thread at a time.
package final class FaceAnalyser {
    private var finder: any FaceFinder
    private let classifier: EmotionClassifier
    private let gate = QualityGate()
    private var poses = PoseTracker()

    /// The side in pixels of the crop on which quality and poses are judged; their limits were measured on it.
    private static let judgedSide = 48

    package init(finder: any FaceFinder, classifier: EmotionClassifier) {
        self.finder = finder
        self.classifier = classifier
    }

    /// What belongs to the emotion network in use and tells the mood from its scores.
    package var moodModel: MoodModel { classifier.manifest.mood }

    /// Looks at one frame.
    ///
    /// - Throws: `FaceAnalysisError` only when OpenCV itself fails.
    package func read(_ frame: borrowing GreyFrame) throws(FaceAnalysisError) -> FaceReading {
        let whole = Rectangle(x: 0, y: 0, width: frame.width, height: frame.height)
        let overview = try GreyPicture(frame, part: whole, width: 40, height: 30)
        if let reason = gate.judge(frame: overview.statistics) { return .none(reason, nil) }
        guard let face = try finder.find(in: frame) else { return .none(.noFace, nil) }
        // No box: a picture of a face is no person.
        if face.unmovedSeconds >= gate.mostUnmovedSeconds { return .none(.unmoved, nil) }
        let place = ClassifierCrop(face, margin: classifier.manifest.margin)
        let side = classifier.manifest.side
        let crop = try place.picture(of: frame, size: side)
        let judged = side == Self.judgedSide ? crop : try place.picture(of: frame, size: Self.judgedSide)
        let noise = try frame.noise(in: place.square(place.side))
        if let reason = try gate.judge(side: place.side, crop: judged, noise: noise) { return .none(reason, face.box) }
        return .face(face.box, try classifier.scores(for: crop), pose: poses.track(judged))
    }

    /// Forgets whom it has been following, e.g. when the source changes.
    package func forget() {
        finder.forget()
        poses.forget()
    }
}

/// Sets OpenCV up for a light process: one thread, and no lines of its own on standard error.
package enum OpenCVRuntime {
    package static func configure() {
        // More threads would change wall time, not CPU time, and cost memory and wake-ups.
        copencv_use_threads(1)
    }
}
