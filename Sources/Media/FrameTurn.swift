/// How a picture is turned before it is looked at, for a camera that hangs upside down, stands on its side or mirrors.
package struct FrameTurn: Sendable, Hashable {
    /// Quarters of a full turn, clockwise, 0 to 3.
    package var quarters: Int
    /// Whether right and left change places afterwards.
    package var isMirrored: Bool

    package init(quarters: Int = 0, isMirrored: Bool = false) {
        self.quarters = ((quarters % 4) + 4) % 4
        self.isMirrored = isMirrored
    }

    /// The picture stays as it is.
    package static let none = FrameTurn()
}

extension GreyFrame {
    /// Turns the picture in place.
    ///
    /// - Parameter scratch: room for a second picture, kept by the caller so that it is not asked for at every look.
    package mutating func turn(_ turn: FrameTurn, scratch: inout [UInt8]) {
        switch turn.quarters {
        case 2: pixels.reverse()
        case 1, 3: turnAside(clockwise: turn.quarters == 1, &scratch)
        default: break
        }
        guard turn.isMirrored else { return }
        let (width, height) = (width, height)
        pixels.withUnsafeMutableBufferPointer { pixels in
            for row in 0..<height {
                var (left, right) = (row * width, (row + 1) * width - 1)
                while left < right {
                    pixels.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
        }
    }

    private mutating func turnAside(clockwise: Bool, _ scratch: inout [UInt8]) {
        let (width, height) = (width, height)
        swap(&pixels, &scratch)
        takeTurnedSize()
        scratch.withUnsafeBufferPointer { source in
            pixels.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    for x in 0..<width {
                        let place = clockwise ? x * height + (height - 1 - y) : (width - 1 - x) * height + y
                        target[place] = source[y * width + x]
                    }
                }
            }
        }
    }
}
