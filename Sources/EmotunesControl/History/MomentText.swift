import ControlProtocol

/// Reads how a person writes a moment of the past: `15:42`, `yesterday 15:42`, `2026-03-01 15:42`, `2026-03-01`, `3d`.
struct MomentText {
    let now: Timestamp
    let calendar: LocalCalendar

    /// A moment, and whether a whole day is meant or a minute or second of it.
    struct Moment: Equatable {
        var begin: Timestamp
        /// Where the day, minute or second that is meant ends.
        var end: Timestamp
    }

    /// What may be written, to follow "write".
    static let allowed = "15:42, yesterday 15:42, 2026-03-01 15:42, a date, or how long ago it is, such as 2h or 3d"

    /// Nil for anything else. A bare time is the last such.
    func moment(_ text: String) -> Moment? {
        if let exact = Timestamp(rfc3339: text) { return Moment(begin: exact, end: exact) }
        let words = text.lowercased().split(whereSeparator: { $0 == " " || $0 == "t" && text.contains("-") })
            .map(String.init)
        switch words.count {
        case 1:
            if let day = day(text.lowercased()) { return day }
            if let time = Self.time(words[0]) {
                let today = at(time, days: 0, of: now)
                return today.begin <= now ? today : at(time, days: -1, of: now)
            }
            guard text.last?.isLetter == true, let seconds = Durations.seconds(text) else { return nil }
            let then = Timestamp(secondsSince1970: now.secondsSince1970 - Double(seconds))
            return Moment(begin: then, end: then)
        case 2:
            guard let day = day(words[0]), let time = Self.time(words[1]) else { return nil }
            return at(time, days: 0, of: day.begin)
        default: return nil
        }
    }

    private func day(_ word: String) -> Moment? {
        switch word {
        case "today": return whole(calendar.moment(0, 0, of: now))
        case "yesterday": return whole(calendar.moment(0, 0, days: -1, of: now))
        default:
            let parts = word.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
                let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
                (1970...9999).contains(year),
                (1...12).contains(month), let begin = calendar.startOfDay(year: year, month: month, day: day)
            else { return nil }
            return whole(begin)
        }
    }

    private func whole(_ midnight: Timestamp) -> Moment {
        Moment(begin: midnight, end: calendar.moment(0, 0, days: 1, of: midnight))
    }

    private func at(_ time: (hour: Int, minute: Int, second: Int?), days: Int, of day: Timestamp) -> Moment {
        let begin = calendar.moment(time.hour, time.minute, time.second ?? 0, days: days, of: day)
        let length = time.second == nil ? 60.0 : 1
        return Moment(begin: begin, end: Timestamp(secondsSince1970: begin.secondsSince1970 + length))
    }

    private static func time(_ word: String) -> (hour: Int, minute: Int, second: Int?)? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isNumber) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        guard parts.count == 3 else { return (hour, minute, nil) }
        guard let second = Int(parts[2]), (0...59).contains(second) else { return nil }
        return (hour, minute, second)
    }
}
