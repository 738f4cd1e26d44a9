/// An upright box in pixels; the origin is the picture's top left corner.
package struct Rectangle: Sendable, Hashable {
    /// The top left corner, and the size.
    package var x: Int, y: Int, width: Int, height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// Pixels covered.
    package var area: Int { width * height }

    /// The part inside a picture of this size.
    package func clipped(toWidth limitX: Int, height limitY: Int) -> Rectangle {
        let left = min(max(0, x), limitX), top = min(max(0, y), limitY)
        let right = min(max(left, x + width), limitX), bottom = min(max(top, y + height), limitY)
        return Rectangle(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// Grown on every side by `share` of its own width and height.
    package func grown(by share: Double) -> Rectangle {
        let dx = Int(Double(width) * share), dy = Int(Double(height) * share)
        return Rectangle(x: x - dx, y: y - dy, width: width + 2 * dx, height: height + 2 * dy)
    }

    /// Intersection over union with another box, 0 to 1.
    package func overlap(_ other: Rectangle) -> Double {
        let shared = sharedArea(other)
        return shared > 0 ? Double(shared) / Double(area + other.area - shared) : 0
    }

    /// How much of this box lies in another, 0 to 1.
    package func share(in other: Rectangle) -> Double {
        let shared = sharedArea(other)
        return shared > 0 ? Double(shared) / Double(area) : 0
    }

    private func sharedArea(_ other: Rectangle) -> Int {
        let w = min(x + width, other.x + other.width) - max(x, other.x)
        let h = min(y + height, other.y + other.height) - max(y, other.y)
        return max(0, w) * max(0, h)
    }

    /// Distance of the centres, in this box's widths.
    package func centreDistance(_ other: Rectangle) -> Double {
        let dx = Double(2 * x + width - 2 * other.x - other.width) / 2
        let dy = Double(2 * y + height - 2 * other.y - other.height) / 2
        return (dx * dx + dy * dy).squareRoot() / Double(max(1, width))
    }

    /// Centre and side, the side being the width.
    package var place: FacePlace {
        FacePlace(x: Double(x) + Double(width) / 2, y: Double(y) + Double(height) / 2, size: Double(width))
    }
}
