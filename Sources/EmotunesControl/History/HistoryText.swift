import ControlProtocol

/// The history for people, oldest first.
struct HistoryText {
    let history: History
    let now: Timestamp
    let calendar: LocalCalendar
    let style: Style

    var lines: [String] {
        guard !history.moods.isEmpty || !history.shifts.isEmpty || !history.playlists.isEmpty || !corrections.isEmpty
        else {
            return [style.dim("Nothing happened in this time.")]
        }
        let sections = [
            section("Moods", history.moods.map(line)), section("Shifts", history.shifts.map(line)),
            section("Playlists", history.playlists.map(line)), section("What you said", corrections.map(line)),
        ]
        return Array(sections.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private var corrections: [HistoryEvent] { history.events.filter(\.tellsOfHold) }

    private func line(_ event: HistoryEvent) -> String { "\(calendar.text(event.at, now: now))  \(event.text)" }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [style.bold(title)] + lines.map { "  " + $0 }
    }

    private func line(_ period: MoodPeriod) -> String {
        let times = "\(calendar.text(period.from, now: now)) – \(calendar.text(period.to, now: now))"
        let length = Columns.padLeft(Durations.text(from: period.from, to: period.to), 10)
        return
            "\(times)  \(Columns.pad(period.mood.rawValue, 8))\(length)  \(style.dim("\(percent(period.confidence)) sure"))"
    }

    func line(_ shift: MoodShift) -> String {
        let moods = "\(shift.from.rawValue) → \(style.bold(shift.to.rawValue))"
        let rest = "\(percent(shift.confidence)) sure" + (shift.why.isEmpty ? "" : ", \(shift.why)")
        return "\(calendar.text(shift.at, now: now))  \(Columns.pad(moods, 18))  \(style.dim(rest))"
    }

    private func line(_ playlist: PastPlaylist) -> String {
        "\(calendar.text(playlist.at, now: now))  \(Columns.padLeft(String(playlist.id), 4))  \(Columns.pad(playlist.mood.rawValue, 8))  "
            + style.dim(playlist.reason)
    }
}

extension HistoryEvent {
    /// Whether the person said then what the mood is, or what was said ended.
    var tellsOfHold: Bool { kind == .mood && (word == "held" || word == "released") }
}
