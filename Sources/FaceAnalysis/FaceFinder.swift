package import Media

/// Finds the face of the person at the desk, frame after frame. Used by one thread at a time.
///
/// A finder holds its whole policy: whom it follows, where it looks first, how often it searches the whole frame.
package protocol FaceFinder {
    /// The face of the person who is followed, or nil where nobody is seen.
    ///
    /// - Throws: `FaceAnalysisError` only when OpenCV itself fails.
    mutating func find(in frame: borrowing GreyFrame) throws(FaceAnalysisError) -> FoundFace?
    /// Forgets everybody, e.g. when the source changes.
    mutating func forget()
}

/// A face as it was found in a frame.
package struct FoundFace: Sendable, Equatable {
    /// Its box in the frame, in pixels.
    package var box: Rectangle
    /// Eyes, nose and mouth, where the finder knows them.
    package var landmarks: FaceLandmarks?
    /// How likely it is a face, 0 to 1.
    package var probability: Double
    /// For how many seconds nothing in it has moved, in media time; 0 where the finder does not know.
    package var unmovedSeconds = 0.0

    package init(box: Rectangle, landmarks: FaceLandmarks? = nil, probability: Double = 1) {
        (self.box, self.landmarks, self.probability) = (box, landmarks, probability)
    }
}

/// Where a face's features are, in pixels of the frame. Right and left are the person's: the right eye lies left of the
/// left one in the picture.
package struct FaceLandmarks: Sendable, Equatable {
    /// A place in the frame.
    package struct Point: Sendable, Equatable {
        package var x: Double, y: Double

        package init(x: Double, y: Double) {
            (self.x, self.y) = (x, y)
        }

        /// Half way to another point.
        func middle(_ other: Point) -> Point { Point(x: (x + other.x) / 2, y: (y + other.y) / 2) }
    }

    package var rightEye: Point, leftEye: Point, nose: Point, mouthRight: Point, mouthLeft: Point

    package init(rightEye: Point, leftEye: Point, nose: Point, mouthRight: Point, mouthLeft: Point) {
        (self.rightEye, self.leftEye, self.nose) = (rightEye, leftEye, nose)
        (self.mouthRight, self.mouthLeft) = (mouthRight, mouthLeft)
    }
}
