import ControlProtocol

/// A week or a month of moods: how long each was seen, by day and by hour of the day; shifts and likes.
struct HistoryOverview {
    /// Seconds of each mood in a day, or in an hour of all days.
    struct Share {
        var seconds: [MoodName: Double] = [:]
        var shifts = 0
        var likes = 0

        var total: Double { seconds.values.reduce(0, +) }

        /// From the most seen to the least.
        var moods: [(mood: MoodName, share: Double)] {
            let total = total
            return seconds.filter { $0.value > 0 }.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
                .map { ($0.key, $0.value / total) }
        }
    }

    /// Each day of the period, with its midnight.
    private(set) var days: [(midnight: Timestamp, share: Share)] = []
    /// The hours of the day, 0 to 23.
    private(set) var hours = [Share](repeating: Share(), count: 24)
    let period: HistoryPeriod
    let calendar: LocalCalendar

    init(history: History, likes: [Timestamp], period: HistoryPeriod, calendar: LocalCalendar) {
        self.period = period
        self.calendar = calendar
        var midnight = calendar.moment(0, 0, of: period.from)
        while midnight <= period.to {
            days.append((midnight, Share()))
            midnight = calendar.moment(0, 0, days: 1, of: midnight)
        }
        for mood in history.moods where mood.mood != .unrecognised { add(mood) }
        for shift in history.shifts { count(shift.at, \.shifts) }
        for like in likes { count(like, \.likes) }
    }

    /// Adds a period of one mood, hour by hour.
    private mutating func add(_ mood: MoodPeriod) {
        var begin = max(mood.from, period.from)
        let end = min(mood.to, period.to)
        while begin < end {
            let next = calendar.moment(calendar.hour(begin) + 1, 0, of: begin)
            // Where the clocks are set back an hour is longer; the next one must be later in any case.
            let stop = next > begin ? min(next, end) : end
            let seconds = stop.secondsSince1970 - begin.secondsSince1970
            hours[calendar.hour(begin)].seconds[mood.mood, default: 0] += seconds
            if let day = day(begin) { days[day].share.seconds[mood.mood, default: 0] += seconds }
            begin = stop
        }
    }

    private mutating func count(_ moment: Timestamp, _ what: WritableKeyPath<Share, Int>) {
        guard let day = day(moment) else { return }
        days[day].share[keyPath: what] += 1
        hours[calendar.hour(moment)][keyPath: what] += 1
    }

    private func day(_ moment: Timestamp) -> Int? { days.lastIndex { $0.midnight <= moment } }

    /// All of it.
    var whole: Share {
        days.reduce(into: Share()) { sum, day in
            for (mood, seconds) in day.share.seconds { sum.seconds[mood, default: 0] += seconds }
            sum.shifts += day.share.shifts
            sum.likes += day.share.likes
        }
    }
}

/// The overview for people.
struct OverviewText {
    let overview: HistoryOverview
    let style: Style

    var lines: [String] {
        let whole = overview.whole
        guard whole.total > 0 else { return [style.dim("No mood was noted in this time.")] }
        let calendar = overview.calendar
        var lines = [style.bold("By day")]
        lines += overview.days.map { line(calendar.shortDay($0.midnight), $0.share) }
        lines += ["", style.bold("By hour of the day")]
        lines += overview.hours.enumerated().filter { $0.element.total > 0 }.map { hour, share in
            line("\(hour < 10 ? "0" : "")\(hour):00", share)
        }
        return lines + ["", style.bold("In all"), line("", whole)]
    }

    private func line(_ name: String, _ share: HistoryOverview.Share) -> String {
        guard share.total > 0 else { return "  \(Columns.pad(name, 11))  " + style.dim("–") }
        let moods = share.moods.filter { $0.share >= 0.005 }.map { "\($0.mood.rawValue) \(percent($0.share))" }
        let counts = [count(share.shifts, "shift"), count(share.likes, "like")].compactMap(\.self)
        let time = Columns.padLeft(Durations.text(share.total), 10)
        return "  \(Columns.pad(name, 11))\(time)  \(moods.joined(separator: ", "))"
            + (counts.isEmpty ? "" : style.dim("  (\(counts.joined(separator: ", ")))"))
    }

    private func count(_ number: Int, _ what: String) -> String? {
        number == 0 ? nil : "\(number) \(what)\(number == 1 ? "" : "s")"
    }
}
