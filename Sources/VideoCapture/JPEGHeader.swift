/// Looks through what stands before a JPEG picture's own data (ITU-T T.81, annex B).
///
/// libv4lconvert believes the tables it is sent: one that names more codes than there can be makes it write past the end
/// of its stack. Webcams do send damaged pictures, so each is looked at before it goes there.
enum JPEGHeader {
    /// Whether everything up to the picture's data is as a webcam's baseline JPEG has it.
    static func isSound(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return false }
        var position = 2
        var hasFrame = false
        while let (marker, segment) = segment(bytes, &position) {
            switch marker {
            case 0xC4: guard hasSoundCodes(segment) else { return false }
            case 0xDB: guard hasSoundDivisors(segment) else { return false }
            case 0xC0:
                guard !hasFrame, isSoundFrame(segment) else { return false }
                hasFrame = true
            case 0xDA: return hasFrame && isSoundScan(segment)
            case 0xDD: guard segment.count == 2 else { return false }
            // Notes of the camera's maker.
            case 0xE0...0xEF, 0xFE: break
            // Progressive, arithmetic, without loss: no webcam sends it.
            default: return false
            }
        }
        return false
    }

    /// The next marker and what belongs to it; nil if the header ends too early.
    private static func segment(
        _ bytes: UnsafeRawBufferPointer, _ position: inout Int
    ) -> (UInt8, UnsafeRawBufferPointer)? {
        guard position < bytes.count, bytes[position] == 0xFF else { return nil }
        while position < bytes.count, bytes[position] == 0xFF { position += 1 }
        guard position + 3 <= bytes.count else { return nil }
        let length = Int(bytes[position + 1]) << 8 | Int(bytes[position + 2])
        let end = position + 1 + length
        guard length >= 2, end <= bytes.count else { return nil }
        defer { position = end }
        return (bytes[position], UnsafeRawBufferPointer(rebasing: bytes[position + 3..<end]))
    }

    /// Huffman tables (B.2.4.2): no more codes than symbols, and none that begins like another.
    private static func hasSoundCodes(_ segment: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        while position < segment.count {
            guard position + 17 <= segment.count, segment[position] >> 4 <= 1, segment[position] & 15 <= 3 else {
                return false
            }
            var codes = 0, symbols = 0
            for length in 1...16 {
                let count = Int(segment[position + length])
                codes = codes << 1 + count
                symbols += count
                guard codes <= 1 << length else { return false }
            }
            position += 17 + symbols
            guard symbols <= 256, position <= segment.count else { return false }
        }
        return true
    }

    /// Quantisation tables (B.2.4.1) of bytes.
    private static func hasSoundDivisors(_ segment: UnsafeRawBufferPointer) -> Bool {
        segment.count.isMultiple(of: 65) && stride(from: 0, to: segment.count, by: 65).allSatisfy { segment[$0] <= 3 }
    }

    /// Three components of 8 bits, the colours at most half as fine as the brightness (B.2.2).
    private static func isSoundFrame(_ segment: UnsafeRawBufferPointer) -> Bool {
        guard segment.count == 15, segment[0] == 8, segment[5] == 3 else { return false }
        return (0..<3).allSatisfy { part in
            let sampling = segment[7 + 3 * part]
            return segment[8 + 3 * part] <= 3 && (part == 0 ? [0x11, 0x12, 0x21, 0x22] : [0x11]).contains(sampling)
        }
    }

    /// One scan of all three components (B.2.3).
    private static func isSoundScan(_ segment: UnsafeRawBufferPointer) -> Bool {
        guard segment.count == 10, segment[0] == 3 else { return false }
        return (0..<3).allSatisfy { segment[2 + 2 * $0] >> 4 <= 3 && segment[2 + 2 * $0] & 15 <= 3 }
    }
}
