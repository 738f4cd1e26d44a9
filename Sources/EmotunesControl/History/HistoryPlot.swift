import ControlProtocol

/// A day of moods as an SVG picture without scripts or external resources, readable on light and dark ground.
///
/// It has a lane for each mood with bars whose opacity is the confidence, a line at each shift, and the playlists
/// below.
struct HistoryPlot {
    let history: History
    /// The moment the picture ends at; it begins a day earlier.
    let end: Timestamp
    let calendar: LocalCalendar

    private static let daySeconds = 86_400.0
    /// What is longer than a day and a bit is drawn by `OverviewPlot`.
    static let longestSeconds = 1.1 * daySeconds
    private static let lanes: [MoodName] = [.happy, .surprise, .neutral, .sad, .fear, .angry, .disgust]
    private static let width = 960.0, left = 100.0, right = 850.0
    private static let top = 64.0, laneHeight = 34.0, barHeight = 20.0
    private static let bottom = top + laneHeight * Double(lanes.count)
    private static let height = bottom + 78
    /// Labels nearer than so many pixels would overlap.
    private static let labelWidth = 24.0

    private var begin: Timestamp { Timestamp(secondsSince1970: end.secondsSince1970 - Self.daySeconds) }

    /// The whole document.
    var svg: String {
        let title =
            "Moods from \(calendar.day(begin)) \(calendar.clock(begin)) to \(calendar.day(end)) \(calendar.clock(end))"
        return
            ([
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(Self.width)) \(number(Self.height))" \
                width="\(number(Self.width))" height="\(number(Self.height))" role="img" \
                font-family="system-ui, sans-serif" font-size="13">
                """, "<title>\(escaped(title))</title>", Self.styles,
                "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>",
                text(title, x: Self.left, y: 30, class: "head"),
            ] + grid + bars + shiftLines + playlistMarks + emptiness + ["</svg>", ""]).joined(separator: "\n")
    }

    /// Colours for light, and those that differ for dark. The lanes' own stand out on both.
    static let styles = """
        <style>
        .ground { fill: #ffffff } text { fill: #24292f } .head { font-size: 16px; font-weight: 600 }
        .quiet { fill: #59636e } .grid { stroke: #d8dee4 } .shift { stroke: #59636e; stroke-width: 1.5 }
        .dot, .list { fill: #24292f }
        .happy { fill: #d99a00 } .surprise { fill: #c2559d } .neutral { fill: #7c8794 } .sad { fill: #3a7bd5 }
        .fear { fill: #7a5bd0 } .angry { fill: #d8453b } .disgust { fill: #3d9140 }
        @media (prefers-color-scheme: dark) {
        .ground { fill: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #9198a1 } .grid { stroke: #2a313a }
        .shift { stroke: #9198a1 } .dot, .list { fill: #e6edf3 }
        }
        </style>
        """

    private var grid: [String] {
        let lanes = Self.lanes.enumerated().flatMap { index, mood in
            let y = Self.top + Self.laneHeight * (Double(index) + 0.5)
            return [
                line(Self.left, y, Self.right, y, class: "grid"),
                text(mood.rawValue, x: Self.left - 12, y: y + 4.5, anchor: "end"),
                text(total(of: mood), x: Self.right + 12, y: y + 4.5, class: "quiet"),
            ]
        }
        return lanes
            + hours.flatMap { hour in
                [
                    line(x(hour), Self.top, x(hour), Self.bottom, class: "grid"),
                    text(calendar.clock(hour), x: x(hour), y: Self.bottom + 20, class: "quiet", anchor: "middle"),
                ]
            }
    }

    /// Every third full hour on the person's clock, whatever the time zone and its changes.
    private var hours: [Timestamp] {
        let quarter = 900.0
        let first = (begin.secondsSince1970 / quarter).rounded(.up) * quarter
        return stride(from: first, through: end.secondsSince1970, by: quarter).map(Timestamp.init(secondsSince1970:))
            .filter { calendar.isFullHour($0, every: 3) }
    }

    private var bars: [String] {
        shownMoods.map { period in
            let (from, to) = (max(period.from, begin), min(period.to, end))
            let words =
                "\(period.mood.rawValue), \(calendar.clock(period.from)) to \(calendar.clock(period.to)), "
                + "\(percent(period.confidence)) sure"
            let opacity = 0.35 + 0.65 * min(max(period.confidence, 0), 1)
            return """
                <rect class="\(period.mood.rawValue)" x="\(number(x(from)))" \
                y="\(number(y(period.mood) - Self.barHeight / 2))" width="\(number(max(1.5, x(to) - x(from))))" \
                height="\(number(Self.barHeight))" rx="3" fill-opacity="\(number(opacity))">\
                <title>\(escaped(words))</title></rect>
                """
        }
    }

    private var shiftLines: [String] {
        history.shifts.filter { isShown($0.at) && isLane($0.from) && isLane($0.to) }.map { shift in
            let words = "\(calendar.clock(shift.at)): \(shift.from.rawValue) to \(shift.to.rawValue); \(shift.why)"
            return """
                <g><title>\(escaped(words))</title>\
                \(line(x(shift.at), y(shift.from), x(shift.at), y(shift.to), class: "shift"))\
                <circle class="dot" cx="\(number(x(shift.at)))" cy="\(number(y(shift.to)))" r="3.5"/></g>
                """
        }
    }

    private var playlistMarks: [String] {
        let shown = history.playlists.filter { isShown($0.at) }
        guard !shown.isEmpty else { return [] }
        let base = Self.bottom + 52
        var labelledUpTo = -Double.infinity
        let marks = shown.map { playlist in
            let x = x(playlist.at)
            let mark = """
                <path class="list" d="M\(number(x)) \(number(base - 9)) l5 9 h-10 z"><title>\
                \(escaped("playlist \(playlist.id) for \(playlist.mood.rawValue), \(calendar.clock(playlist.at))"))\
                </title></path>
                """
            guard x - labelledUpTo >= Self.labelWidth else { return mark }
            labelledUpTo = x
            return mark + "\n" + text(String(playlist.id), x: x, y: base + 15, class: "quiet", anchor: "middle")
        }
        return [text("playlists", x: Self.left - 12, y: base, anchor: "end")] + marks
    }

    private var emptiness: [String] {
        guard shownMoods.isEmpty else { return [] }
        let middle = (Self.left + Self.right) / 2
        return [
            text("No mood was noted in these 24 hours.", x: middle, y: Self.top - 10, class: "quiet", anchor: "middle")
        ]
    }

    private var shownMoods: [MoodPeriod] {
        history.moods.filter { isLane($0.mood) && $0.to >= begin && $0.from <= end }
    }

    private func total(of mood: MoodName) -> String {
        let seconds = shownMoods.filter { $0.mood == mood }.reduce(0) {
            $0 + min($1.to, end).secondsSince1970 - max($1.from, begin).secondsSince1970
        }
        return seconds > 0 ? Durations.text(seconds) : ""
    }

    private func isShown(_ moment: Timestamp) -> Bool { moment >= begin && moment <= end }

    private func isLane(_ mood: MoodName) -> Bool { Self.lanes.contains(mood) }

    private func x(_ moment: Timestamp) -> Double {
        Self.left + (moment.secondsSince1970 - begin.secondsSince1970) / Self.daySeconds * (Self.right - Self.left)
    }

    private func y(_ mood: MoodName) -> Double {
        Self.top + Self.laneHeight * (Double(Self.lanes.firstIndex(of: mood) ?? 0) + 0.5)
    }

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String) -> String {
        "<line class=\"\(name)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\"/>"
    }

    private func text(
        _ content: String, x: Double, y: Double, class name: String = "", anchor: String = "start"
    ) -> String {
        let style = name.isEmpty ? "" : " class=\"\(name)\""
        return
            "<text\(style) x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">\(escaped(content))</text>"
    }

    private func number(_ value: Double) -> String { String((value * 100).rounded() / 100) }

    private func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }
}
