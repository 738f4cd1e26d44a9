/// A set of rows of a searchable catalogue: a bit each, and a number for each that is in it.
package struct RowSet: Sendable {
    /// Ascending, each once.
    package let rows: [UInt32]
    private let bits: [UInt64]

    /// - Parameters:
    ///   - rows: in any order; those that the catalogue does not have are left out.
    ///   - count: how many rows the catalogue has.
    package init(_ rows: some Sequence<Int>, of count: Int) {
        var bits = [UInt64](repeating: 0, count: (count + 63) / 64)
        for row in rows where row >= 0 && row < count { bits[row >> 6] |= 1 << UInt64(row & 63) }
        var found: [UInt32] = []
        for (place, word) in bits.enumerated() {
            var rest = word
            while rest != 0 {
                found.append(UInt32(place << 6 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        self.rows = found
        self.bits = bits
    }

    package var count: Int { rows.count }

    package func contains(_ row: Int) -> Bool {
        row >= 0 && row >> 6 < bits.count && bits[row >> 6] & 1 << UInt64(row & 63) != 0
    }
}
