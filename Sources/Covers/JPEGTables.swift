/// The tables of ITU-T T.81, annex K.
enum JPEGTables {
    /// Where the waves stand in a block, the slowest first.
    static let zigzag = [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63,
    ]

    /// K.1, row by row.
    static let brightness = [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
        51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121,
        120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ]

    /// K.2, row by row.
    static let colour: [Int] = {
        var table = [Int](repeating: 99, count: 64)
        let corner = [[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]]
        for (row, values) in corner.enumerated() {
            for (column, value) in values.enumerated() { table[row * 8 + column] = value }
        }
        return table
    }()

    /// A table for another quality, as libjpeg scales it.
    static func scaled(_ table: [Int], quality: Int) -> [Int] {
        let quality = min(max(quality, 1), 100)
        let scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
        return table.map { min(max(($0 * scale + 50) / 100, 1), 255) }
    }

    /// K.3 and K.5 for brightness, K.4 and K.6 for colour: means, then waves.
    static let codes = [
        HuffmanCode(counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], values: Array(0...11)),
        HuffmanCode(
            counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D],
            values: waves(
                "01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282090A161718191A"
                    + "25262728292A3435363738393A434445464748494A535455565758595A636465666768696A73747576777879"
                    + "7A838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9"
                    + "CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA")),
        HuffmanCode(counts: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], values: Array(0...11)),
        HuffmanCode(
            counts: [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77],
            values: waves(
                "000102031104052131061241510761711322328108144291A1B1C109233352F0156272D10A162434E125F117"
                    + "18191A262728292A35363738393A434445464748494A535455565758595A636465666768696A737475767778"
                    + "797A82838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7"
                    + "C8C9CAD2D3D4D5D6D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8F9FA")),
    ]

    /// Bytes from hexadecimal digits.
    private static func waves(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// A code of the standard's form: how many symbols have each length from 1 bit on, and which.
struct HuffmanCode {
    let counts: [UInt8]
    let values: [UInt8]
    /// By symbol.
    let bits: [UInt32]
    /// By symbol; 0: it has no code.
    let lengths: [Int]

    init(counts: [UInt8], values: [UInt8]) {
        self.counts = counts
        self.values = values
        var bits = [UInt32](repeating: 0, count: 256)
        var lengths = [Int](repeating: 0, count: 256)
        var code: UInt32 = 0
        var symbols = values.makeIterator()
        for (index, count) in counts.enumerated() {
            for _ in 0..<count {
                guard let symbol = symbols.next() else { break }
                bits[Int(symbol)] = code
                lengths[Int(symbol)] = index + 1
                code += 1
            }
            code <<= 1
        }
        self.bits = bits
        self.lengths = lengths
    }
}
