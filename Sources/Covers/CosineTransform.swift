import Glibc

/// The discrete cosine transform of 8 by 8 blocks (ITU-T T.81, A.3.3).
enum CosineTransform {
    /// `table[wave][place]`: the wave at the place, weighed so that the transform keeps lengths.
    private static let table: [[Double]] = (0..<8).map { wave in
        (0..<8).map { place in
            let weight = wave == 0 ? (1.0 / 8).squareRoot() : 0.5
            return weight * cos(Double(2 * place + 1) * Double(wave) * .pi / 16)
        }
    }

    /// Rows of waves, the slowest first, of 64 levels row by row.
    static func forward(_ block: [Double]) -> [Double] { columns(columns(block)) }

    /// Transforms the rows and turns the block, so that the second time does the columns.
    private static func columns(_ block: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: 64)
        for row in 0..<8 {
            for wave in 0..<8 {
                var sum = 0.0
                for place in 0..<8 { sum += block[row * 8 + place] * table[wave][place] }
                result[wave * 8 + row] = sum
            }
        }
        return result
    }
}
