import Glibc

/// A moment of wall time, written on the wire as RFC 3339 in UTC (`2026-03-01T14:05:09Z`, with milliseconds where
/// there are any).
///
/// The control protocol has its own so that `emotunesctl` starts without Foundation.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package var secondsSince1970: Double

    /// - Parameter secondsSince1970: negative before 1970.
    package init(secondsSince1970: Double) {
        self.secondsSince1970 = secondsSince1970
    }

    /// The present moment by the system's clock.
    package static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(secondsSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }

    package static func < (earlier: Timestamp, later: Timestamp) -> Bool {
        earlier.secondsSince1970 < later.secondsSince1970
    }
}

extension Timestamp {
    /// Milliseconds are what is written; what would overflow the calendar is brought back into it (years 0 to 9999).
    private var milliseconds: Int64 {
        guard !secondsSince1970.isNaN else { return 0 }
        let limited = min(max(secondsSince1970, -62_167_219_200), 253_402_300_799)
        return Int64((limited * 1000).rounded())
    }

    /// RFC 3339, UTC.
    package var rfc3339: String {
        let (seconds, rest) = milliseconds.floorDivided(by: 1000)
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        let day = "\(digits(parts.tm_year + 1900, 4))-\(digits(parts.tm_mon + 1, 2))-\(digits(parts.tm_mday, 2))"
        let clock = "\(digits(parts.tm_hour, 2)):\(digits(parts.tm_min, 2)):\(digits(parts.tm_sec, 2))"
        return "\(day)T\(clock)\(rest == 0 ? "" : "." + digits(rest, 3))Z"
    }

    /// Reads RFC 3339 with any offset and any number of fractional digits; nil if it is something else.
    package init?(rfc3339 text: String) {
        var reader = DigitReader(text: Substring(text))
        var parts = tm()
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2, in: 1...12), reader.skip("-"),
            let day = reader.number(2, in: 1...31), reader.skip("T", "t", " "),
            let hour = reader.number(2, in: 0...23), reader.skip(":"), let minute = reader.number(2, in: 0...59),
            reader.skip(":"), let second = reader.number(2, in: 0...60)
        else { return nil }
        parts.tm_year = Int32(year - 1900)
        parts.tm_mon = Int32(month - 1)
        parts.tm_mday = Int32(day)
        parts.tm_hour = Int32(hour)
        parts.tm_min = Int32(minute)
        parts.tm_sec = Int32(second)

        guard let fraction = reader.fraction(), let offset = reader.offsetSeconds(), reader.isAtEnd else { return nil }
        let whole = timegm(&parts)
        // timegm turns 31 April into 1 May; that is no date.
        guard parts.tm_mday == Int32(day) || second == 60 else { return nil }
        self.init(secondsSince1970: Double(whole - offset) + fraction)
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let moment = Timestamp(rfc3339: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time as RFC 3339 writes it")
        }
        self = moment
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

private struct DigitReader {
    var text: Substring
    var isAtEnd: Bool { text.isEmpty }

    mutating func number(_ count: Int, in range: ClosedRange<Int> = 0...9999) -> Int? {
        let digits = text.utf8.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int(String(text.prefix(count))), range.contains(value)
        else { return nil }
        text.removeFirst(count)
        return value
    }

    mutating func skip(_ characters: Character...) -> Bool {
        guard let first = text.first, characters.contains(first) else { return false }
        text.removeFirst()
        return true
    }

    /// Zero where there is none; nil for a point without digits.
    mutating func fraction() -> Double? {
        guard skip(".") else { return 0 }
        let digits = text.prefix { $0.isASCII && $0.isWholeNumber }
        text.removeFirst(digits.count)
        return digits.isEmpty ? nil : Double("0." + digits)
    }

    mutating func offsetSeconds() -> Int? {
        if skip("Z", "z") { return 0 }
        guard let sign = text.first, skip("+", "-"), let hours = number(2, in: 0...23), skip(":"),
            let minutes = number(2, in: 0...59)
        else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}

private func digits(_ number: some BinaryInteger, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
