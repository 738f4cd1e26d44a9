/// One grey picture in memory. The next picture overwrites it in place, and no picture is ever written to a disk.
///
/// `Media` holds the values that capture, analysis and mood share: pictures, places in them and time. It imports no
/// other module.
package struct GreyFrame: Sendable {
    /// Picture size in pixels.
    package private(set) var width = 0
    package private(set) var height = 0
    /// `width * height` bytes, row by row without padding, 0 black to 255 white.
    package var pixels: [UInt8] = []
    /// When the picture was taken, on its source's clock.
    package var time = MediaTime(seconds: 0)

    package init() {}

    /// Makes room for a picture of this size, in pixels; the contents are undefined afterwards, the memory is reused.
    package mutating func reshape(width: Int, height: Int) {
        guard width != self.width || height != self.height else { return }
        self.width = width
        self.height = height
        pixels = [UInt8](repeating: 0, count: width * height)
    }

    /// Width and height change places; the contents are undefined afterwards.
    mutating func takeTurnedSize() {
        (width, height) = (height, width)
        if pixels.count != width * height { pixels = [UInt8](repeating: 0, count: width * height) }
    }

    /// Fills the frame from rows `stride` bytes apart whose grey samples stand `step` bytes apart, starting at
    /// `offset`.
    ///
    /// - Returns: false, with the frame unchanged, if `bytes` is too short.
    package mutating func fill(
        width: Int, height: Int, from bytes: UnsafeRawBufferPointer, stride: Int, step: Int = 1, offset: Int = 0
    ) -> Bool {
        guard width > 0, height > 0, stride >= width * step,
            (height - 1) * stride + (width - 1) * step + offset < bytes.count
        else { return false }
        reshape(width: width, height: height)
        pixels.withUnsafeMutableBufferPointer { target in
            for y in 0..<height {
                let row = target.extracting(y * width..<(y + 1) * width)
                let source = bytes.dropFirst(y * stride + offset)
                if step == 1 {
                    UnsafeMutableRawBufferPointer(row).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: source.prefix(width)))
                } else {
                    for x in 0..<width { row[x] = source[source.startIndex + x * step] }
                }
            }
        }
        return true
    }
}
