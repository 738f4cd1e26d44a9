/// Red, green and blue from 0 to 1, as screens show them.
package struct Colour: Sendable, Hashable {
    /// 0 to 1.
    package var red: Double
    /// 0 to 1.
    package var green: Double
    /// 0 to 1.
    package var blue: Double

    package init(_ red: Double, _ green: Double, _ blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// This colour with so much of another, 0 to 1, laid over it.
    func mixed(with other: Colour, _ share: Double) -> Colour {
        Colour(
            red + (other.red - red) * share, green + (other.green - green) * share, blue + (other.blue - blue) * share)
    }
}

/// A picture of red, green and blue bytes.
package struct ColourPicture: Sendable, Hashable {
    /// Pixels.
    package let width: Int
    /// Pixels.
    package let height: Int
    /// Row after row from the top, three bytes a pixel.
    package private(set) var bytes: [UInt8]

    /// Draws every pixel by its place.
    ///
    /// - Parameter colour: gives red, green and blue, 0 to 1; what is outside is cut off.
    package init(width: Int, height: Int, colour: (_ x: Int, _ y: Int) -> Colour) {
        self.width = width
        self.height = height
        bytes = []
        bytes.reserveCapacity(width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                let colour = colour(x, y)
                for part in [colour.red, colour.green, colour.blue] {
                    bytes.append(UInt8(min(max(part, 0), 1) * 255 + 0.5))
                }
            }
        }
    }
}
