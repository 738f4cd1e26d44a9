/// A histogram with bins of equal width, in constant memory.
package struct Histogram: Sendable {
    /// The range of all bins together.
    package let range: ClosedRange<Double>
    /// The values in each bin, lowest first.
    package private(set) var counts: [Int]
    /// How many values were counted.
    package private(set) var total = 0
    private var sum = 0.0

    package init(_ range: ClosedRange<Double>, bins: Int) {
        self.range = range
        counts = Array(repeating: 0, count: max(bins, 1))
    }

    /// Counts a value. Values outside the range go to the outermost bin; NaN is ignored.
    package mutating func add(_ value: Double) {
        guard let bin = Self.bin(value, range, counts.count) else { return }
        counts[bin] += 1
        total += 1
        sum += value
    }

    /// The mean of the values themselves, not of the bins; nil without values.
    package var mean: Double? { total > 0 ? sum / Double(total) : nil }

    /// Each bin's share of all values, 0 to 1.
    package var shares: [Double] {
        counts.map { total > 0 ? Double($0) / Double(total) : 0 }
    }

    /// Shares smoothed by a triangular kernel; mirrored at the ends, so that their sum is kept.
    package var smoothedShares: [Double] {
        let shares = shares, weights = [1.0, 2, 3, 2, 1]
        return shares.indices.map { index in
            var sum = 0.0
            for (offset, weight) in zip(-2...2, weights) {
                var place = index + offset
                if place < 0 { place = -place - 1 }
                if place >= shares.count { place = 2 * shares.count - 1 - place }
                sum += weight * shares[min(max(place, 0), shares.count - 1)]
            }
            return sum / 9
        }
    }

    /// The middle of a bin.
    package func middle(_ bin: Int) -> Double {
        range.lowerBound + (Double(bin) + 0.5) * (range.upperBound - range.lowerBound) / Double(counts.count)
    }

    static func bin(_ value: Double, _ range: ClosedRange<Double>, _ count: Int) -> Int? {
        guard value.isFinite else { return nil }
        let place = (value - range.lowerBound) / (range.upperBound - range.lowerBound) * Double(count)
        return Int(min(max(place, 0), Double(count - 1)))
    }
}
