package import FoundationEssentials

/// How our databases keep a moment: whole milliseconds since 1970 in UTC, which sorts, compares and never depends on
/// a time zone.
package enum UTCTime {
    /// The stored form of `date`, rounded to the millisecond.
    package static func milliseconds(_ date: Date) -> Int64 {
        // Clamped: a clock set wildly wrong must not trap.
        let value = (date.timeIntervalSince1970 * 1000).rounded()
        return Int64(min(max(value, -9e15), 9e15))
    }

    /// The moment a stored value stands for.
    package static func date(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}
