/// How long to wait before the next try after failures: doubling, bounded, with jitter so that many clients do not come
/// back together.
package struct Backoff: Sendable, Hashable {
    /// Seconds after the first failure.
    package var first = 1.0
    /// Never more seconds than this.
    package var longest = 300.0

    package init(first: Double = 1, longest: Double = 300) {
        self.first = first
        self.longest = longest
    }

    /// Seconds to wait after that many failures in a row (1 or more): between half and the whole of the step.
    package func delay(
        afterFailures count: Int, using generator: inout some RandomNumberGenerator
    ) -> Double {
        // 2^30 steps are beyond any bound already; more would overflow.
        let step = min(longest, first * Double(1 << min(max(count, 1) - 1, 30)))
        let share = Double(generator.next() >> 11) / Double(UInt64(1) << 53)
        return step / 2 * (1 + share)
    }
}
