import ControlProtocol
import Glibc

/// Wall time in the person's time zone.
package struct LocalCalendar: Sendable {
    /// Year, month, day, hour, minute and second of a moment.
    private let parts: @Sendable (Timestamp) -> tm

    private init(parts: @escaping @Sendable (Timestamp) -> tm) {
        self.parts = parts
    }

    /// The time zone of the process.
    package static let local = LocalCalendar { moment in
        var seconds = time_t(moment.limited)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts
    }

    /// Universal time, for tests.
    package static let utc = LocalCalendar { moment in
        var seconds = time_t(moment.limited)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return parts
    }

    /// `14:05`, with the date in front if it is not the day of `now`.
    func text(_ moment: Timestamp, now: Timestamp) -> String {
        let (then, today) = (parts(moment), parts(now))
        let isToday = then.tm_yday == today.tm_yday && then.tm_year == today.tm_year
        return isToday ? clock(moment) : "\(day(moment)) \(clock(moment))"
    }

    /// `14:05`.
    func clock(_ moment: Timestamp) -> String {
        let then = parts(moment)
        return "\(two(then.tm_hour)):\(two(then.tm_min))"
    }

    /// `2026-03-01`.
    func day(_ moment: Timestamp) -> String {
        let then = parts(moment)
        return "\(then.tm_year + 1900)-\(two(then.tm_mon + 1))-\(two(then.tm_mday))"
    }

    /// Whether the clock then shows a full hour that `every` divides.
    func isFullHour(_ moment: Timestamp, every: Int32) -> Bool {
        let then = parts(moment)
        return then.tm_min == 0 && then.tm_sec == 0 && then.tm_hour % every == 0
    }

    /// `14:05:09`.
    func seconds(_ moment: Timestamp) -> String {
        let then = parts(moment)
        return "\(two(then.tm_hour)):\(two(then.tm_min)):\(two(then.tm_sec))"
    }

    /// The midnight before a moment; one hour off on a day on which the clocks change.
    func startOfDay(_ moment: Timestamp) -> Timestamp {
        let then = parts(moment)
        let seconds = Double(then.tm_hour * 3600 + then.tm_min * 60 + then.tm_sec)
        return Timestamp(secondsSince1970: moment.secondsSince1970.rounded(.down) - seconds)
    }

    private func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
}

extension Timestamp {
    /// Whole seconds a calendar can hold.
    fileprivate var limited: Double {
        secondsSince1970.isNaN ? 0 : min(max(secondsSince1970, -62_135_596_800), 253_402_300_799).rounded(.down)
    }
}

/// Durations as text.
enum Durations {
    /// `45 s`, `12 min`, `2 h 14 min`, `3 d 4 h`: truncated to at most two units.
    static func text(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "?" }
        let whole = Int(min(max(seconds, 0), 1e12))
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3600: return "\(whole / 60) min"
        case ..<86400: return joined("\(whole / 3600) h", whole % 3600 / 60, "min")
        default: return joined("\(whole / 86400) d", whole % 86400 / 3600, "h")
        }
    }

    /// The time from one moment to another.
    static func text(from start: Timestamp, to end: Timestamp) -> String {
        text(end.secondsSince1970 - start.secondsSince1970)
    }

    private static func joined(_ first: String, _ rest: Int, _ unit: String) -> String {
        rest == 0 ? first : "\(first) \(rest) \(unit)"
    }

    /// Reads `90`, `90s`, `15m`, `15min`, `1h30m`, `2d`: numbers with units, larger ones first or not; nil if it is
    /// anything else.
    static func seconds(_ text: String) -> Int? {
        if let bare = Int(text) { return bare >= 0 && text.first?.isNumber == true ? bare : nil }
        var rest = Substring(text.lowercased())
        var total = 0
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest.removeFirst(digits.count)
            let unit = rest.prefix { $0.isLetter }
            rest.removeFirst(unit.count)
            guard let number = Int(digits), let factor = secondsPerUnit[String(unit)] else { return nil }
            let (part, overflows) = number.multipliedReportingOverflow(by: factor)
            let (sum, tooMuch) = total.addingReportingOverflow(part)
            guard !overflows, !tooMuch else { return nil }
            total = sum
        } while !rest.isEmpty
        return total
    }

    private static let secondsPerUnit = ["s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86400]
}
