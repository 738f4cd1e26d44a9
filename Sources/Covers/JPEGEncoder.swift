import CJPEG
import Glibc

/// Writes baseline JPEG in full colour resolution.
package enum JPEGEncoder {
    /// The picture as a JPEG file.
    ///
    /// - Parameters:
    ///   - picture: its sides from 1 to 65,500 pixels.
    ///   - quality: 1 to 100, as libjpeg counts.
    package static func encode(_ picture: ColourPicture, quality: Int = 85) -> [UInt8] {
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = cjpeg_encode_colour(
            picture.bytes, UInt32(picture.width), UInt32(picture.height), Int32(quality), &bytes)
        defer { free(bytes) }
        // With a size as asked for libjpeg fails for want of memory only, and that ends a Swift program anyway.
        precondition(count > 0, "no JPEG of \(picture.width) by \(picture.height) pixels could be made")
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }
}
