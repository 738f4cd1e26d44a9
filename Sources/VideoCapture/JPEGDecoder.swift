import CJPEG
package import Media

/// Turns JPEG pictures into grey frames; of the colours nothing is computed.
package final class JPEGDecoder {
    private let width: Int, height: Int
    /// Where a picture grows, so that a damaged one leaves the frame before it whole.
    private var pixels: [UInt8]

    /// - Throws: `CaptureError` if no JPEG can have this size.
    package init(width: Int, height: Int) throws(CaptureError) {
        guard (1...Self.longestSide).contains(width), (1...Self.longestSide).contains(height) else {
            throw CaptureError(.unusable, "a JPEG of \(width) by \(height) pixels cannot be")
        }
        (self.width, self.height) = (width, height)
        pixels = [UInt8](repeating: 0, count: width * height)
    }

    /// The standard has 16 bits for it, libjpeg a little less.
    private static let longestSide = 65_500

    /// Decodes one picture; false, with the frame unchanged, if it is damaged, as single frames of a webcam often are,
    /// or of another size.
    package func decode(_ bytes: UnsafeRawBufferPointer, into frame: inout GreyFrame) -> Bool {
        let isWhole = pixels.withUnsafeMutableBufferPointer {
            cjpeg_decode_grey(bytes.baseAddress, bytes.count, UInt32(width), UInt32(height), $0.baseAddress) == 1
        }
        guard isWhole else { return false }
        return pixels.withUnsafeBytes { frame.fill(width: width, height: height, from: $0, stride: width) }
    }
}
