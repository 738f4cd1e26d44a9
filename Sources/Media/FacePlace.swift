/// Where in the picture a face is: its centre and side, in pixels.
package struct FacePlace: Sendable, Hashable {
    /// The centre, in pixels from the top left corner.
    package var x: Double, y: Double
    /// The side of the face box, in pixels.
    package var size: Double

    package init(x: Double, y: Double, size: Double) {
        (self.x, self.y, self.size) = (x, y, size)
    }

    /// How far it is from another, as a share of the face: the largest of the two shifts and of the change in size.
    package func distance(to other: FacePlace) -> Double {
        let side = max(size, other.size, 1)
        let growth = max(size, other.size) / max(1, min(size, other.size)) - 1
        return max(abs(x - other.x) / side, abs(y - other.y) / side, growth)
    }
}
