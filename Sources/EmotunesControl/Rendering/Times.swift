import ArgumentParser
import ControlProtocol
import Glibc

/// Wall time in the person's time zone.
package struct LocalCalendar: Sendable {
    /// Year, month, day, hour, minute and second of a moment.
    private let parts: @Sendable (Timestamp) -> tm
    /// The seconds since 1970 of such a moment; what is out of range (32 January) is the days after.
    private let seconds: @Sendable (tm) -> time_t

    private init(parts: @escaping @Sendable (Timestamp) -> tm, seconds: @escaping @Sendable (tm) -> time_t) {
        self.parts = parts
        self.seconds = seconds
    }

    /// The time zone of the process.
    package static let local = LocalCalendar(
        parts: { moment in
            var seconds = time_t(moment.limited)
            var parts = tm()
            localtime_r(&seconds, &parts)
            return parts
        },
        seconds: { parts in
            var parts = parts
            // Whether summer time holds then is for the C library to find out.
            parts.tm_isdst = -1
            return mktime(&parts)
        })

    /// Universal time, for tests.
    package static let utc = LocalCalendar(
        parts: { moment in
            var seconds = time_t(moment.limited)
            var parts = tm()
            gmtime_r(&seconds, &parts)
            return parts
        },
        seconds: { parts in
            var parts = parts
            return timegm(&parts)
        })

    /// A time of the clock on a day so many days after that of `moment`.
    func moment(_ hour: Int, _ minute: Int, _ second: Int = 0, days: Int = 0, of moment: Timestamp) -> Timestamp {
        var parts = parts(moment)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
        parts.tm_mday += Int32(days)
        return Timestamp(secondsSince1970: Double(seconds(parts)))
    }

    /// The first moment of a date; nil for one that is none, such as 31 April.
    func startOfDay(year: Int, month: Int, day: Int) -> Timestamp? {
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (Int32(year - 1900), Int32(month - 1), Int32(day))
        let moment = Timestamp(secondsSince1970: Double(seconds(parts)))
        let real = self.parts(moment)
        return real.tm_mday == Int32(day) && real.tm_mon == Int32(month - 1) ? moment : nil
    }

    /// `Tuesday 3 March 2026`.
    func longDay(_ moment: Timestamp) -> String {
        let then = parts(moment)
        let weekday = Self.weekdays[Int(then.tm_wday) % 7], month = Self.months[Int(then.tm_mon) % 12]
        return "\(weekday) \(then.tm_mday) \(month) \(then.tm_year + 1900)"
    }

    /// The hour of the day, 0 to 23.
    func hour(_ moment: Timestamp) -> Int { Int(parts(moment).tm_hour) }

    /// `Tue  3 Mar`.
    func shortDay(_ moment: Timestamp) -> String {
        let then = parts(moment)
        let day = then.tm_mday < 10 ? " \(then.tm_mday)" : "\(then.tm_mday)"
        return
            "\(Self.weekdays[Int(then.tm_wday) % 7].prefix(3)) \(day) \(Self.months[Int(then.tm_mon) % 12].prefix(3))"
    }

    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

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

extension Durations {
    /// A duration that a command takes.
    ///
    /// - Parameters:
    ///   - examples: how such a one is written.
    ///   - otherwise: what is said of one outside the range.
    /// - Throws: `ValidationError`.
    static func seconds(
        _ text: String, within range: ClosedRange<Int>, examples: String, otherwise: String
    ) throws -> Int {
        guard let seconds = seconds(text) else {
            throw ValidationError("‘\(text)’ is no duration: write for example \(examples).")
        }
        guard range.contains(seconds) else { throw ValidationError(otherwise) }
        return seconds
    }
}
