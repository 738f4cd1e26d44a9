/// Writes baseline JPEG (ITU-T T.81): full colour resolution, the standard's own tables.
package struct JPEGEncoder {
    private var writer = BitWriter()
    private let tables: [[Int]]

    private init(quality: Int) {
        tables = [JPEGTables.brightness, JPEGTables.colour].map { JPEGTables.scaled($0, quality: quality) }
    }

    /// - Parameter quality: 1 to 100, as libjpeg counts.
    package static func encode(_ picture: ColourPicture, quality: Int = 85) -> [UInt8] {
        var encoder = JPEGEncoder(quality: quality)
        return encoder.headers(picture) + encoder.scan(picture) + [0xFF, 0xD9]
    }

    private func headers(_ picture: ColourPicture) -> [UInt8] {
        func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
            let length = body.count + 2
            return [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + body
        }
        var bytes: [UInt8] = [0xFF, 0xD8]
        bytes += segment(0xE0, Array("JFIF".utf8) + [0, 1, 1, 0, 0, 1, 0, 1, 0, 0])
        for (index, table) in tables.enumerated() {
            bytes += segment(0xDB, [UInt8(index)] + JPEGTables.zigzag.map { UInt8(table[$0]) })
        }
        let size = [picture.height, picture.width].flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        bytes += segment(0xC0, [8] + size + [3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1])
        for (kind, code) in JPEGTables.codes.enumerated() {
            let place = UInt8(kind / 2) | UInt8(kind % 2) << 4
            bytes += segment(0xC4, [place] + code.counts + code.values)
        }
        return bytes + segment(0xDA, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0])
    }

    private mutating func scan(_ picture: ColourPicture) -> [UInt8] {
        var last = [0, 0, 0]
        for top in stride(from: 0, to: picture.height, by: 8) {
            for left in stride(from: 0, to: picture.width, by: 8) {
                var blocks = [[Double]](repeating: [Double](repeating: 0, count: 64), count: 3)
                for place in 0..<64 {
                    let levels = picture.levels(x: left + place % 8, y: top + place / 8)
                    (blocks[0][place], blocks[1][place], blocks[2][place]) = levels
                }
                for part in 0..<3 {
                    last[part] = write(blocks[part], kind: part == 0 ? 0 : 1, last: last[part])
                }
            }
        }
        return writer.finish()
    }

    /// Writes one block; gives its mean, from which the next one's is told.
    private mutating func write(_ block: [Double], kind: Int, last: Int) -> Int {
        let waves = CosineTransform.forward(block)
        let levels = JPEGTables.zigzag.map { Int((waves[$0] / Double(tables[kind][$0])).rounded()) }
        let (means, waveCodes) = (JPEGTables.codes[kind * 2], JPEGTables.codes[kind * 2 + 1])
        let step = levels[0] - last
        writer.put(means, symbol: Self.size(step))
        writer.put(amplitude: step, size: Self.size(step))
        var zeros = 0
        for level in levels.dropFirst() {
            guard level != 0 else {
                zeros += 1
                continue
            }
            while zeros > 15 {
                writer.put(waveCodes, symbol: 0xF0)
                zeros -= 16
            }
            writer.put(waveCodes, symbol: zeros << 4 | Self.size(level))
            writer.put(amplitude: level, size: Self.size(level))
            zeros = 0
        }
        if zeros > 0 { writer.put(waveCodes, symbol: 0) }
        return levels[0]
    }

    /// Bits that hold the number without its sign.
    private static func size(_ number: Int) -> Int { Int.bitWidth - abs(number).leadingZeroBitCount }
}

/// Gathers bits into bytes; a byte of ones is followed by a zero, so that it is no marker.
private struct BitWriter {
    private var bytes: [UInt8] = []
    private var bits: UInt32 = 0
    private var count = 0

    mutating func put(_ code: HuffmanCode, symbol: Int) {
        put(code.bits[symbol], code.lengths[symbol])
    }

    mutating func put(amplitude: Int, size: Int) {
        let number = amplitude < 0 ? amplitude + (1 << size) - 1 : amplitude
        put(UInt32(number), size)
    }

    private mutating func put(_ value: UInt32, _ length: Int) {
        bits = bits << UInt32(length) | value
        count += length
        while count >= 8 {
            count -= 8
            let byte = UInt8(truncatingIfNeeded: bits >> UInt32(count))
            bytes.append(byte)
            if byte == 0xFF { bytes.append(0) }
        }
    }

    mutating func finish() -> [UInt8] {
        if count > 0 { put((1 << UInt32(8 - count)) - 1, 8 - count) }
        return bytes
    }
}
