import ControlProtocol

/// A week or a month as an SVG picture without scripts or external resources, readable on light and dark ground: a bar for
/// each day and one for each hour of the day, as high as a face was read, in the colours of the moods.
struct OverviewPlot {
    let overview: HistoryOverview

    private static let width = 960.0, left = 70.0, right = 930.0
    private static let barsHeight = 170.0, dayTop = 90.0, hourTop = 350.0, height = 580.0
    private static let moods: [MoodName] = [.happy, .surprise, .neutral, .sad, .fear, .angry, .disgust]

    /// The whole document.
    var svg: String {
        let calendar = overview.calendar
        let title = "Moods from \(calendar.day(overview.period.from)) to \(calendar.day(overview.period.to))"
        return
            ([
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(Self.width)) \(number(Self.height))" \
                width="\(number(Self.width))" height="\(number(Self.height))" role="img" \
                font-family="system-ui, sans-serif" font-size="13">
                """, "<title>\(title)</title>", HistoryPlot.styles,
                "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>",
                text(title, x: Self.left, y: 30, class: "head"),
            ] + legend
            + bars(
                overview.days.map { (calendar.shortDay($0.midnight), $0.share) }, top: Self.dayTop,
                labelEvery: overview.days.count > 10 ? 5 : 1)
            + bars(
                overview.hours.enumerated().map { ("\($0.offset):00", $0.element) }, top: Self.hourTop,
                labelEvery: 3) + ["</svg>", ""]).joined(separator: "\n")
    }

    private var legend: [String] {
        Self.moods.enumerated().flatMap { place, mood in
            let x = Self.left + Double(place) * 110
            return [
                "<rect class=\"\(mood.rawValue)\" x=\"\(number(x))\" y=\"48\" width=\"12\" height=\"12\" rx=\"3\"/>",
                text(mood.rawValue, x: x + 18, y: 59, class: "quiet"),
            ]
        }
    }

    private func bars(
        _ entries: [(name: String, share: HistoryOverview.Share)], top: Double, labelEvery: Int
    ) -> [String] {
        let most = max(60, entries.map(\.share.total).max() ?? 0)
        let step = (Self.right - Self.left) / Double(max(1, entries.count))
        let bottom = top + Self.barsHeight
        var parts = [
            "<line class=\"grid\" x1=\"\(number(Self.left))\" y1=\"\(number(bottom))\" x2=\"\(number(Self.right))\" "
                + "y2=\"\(number(bottom))\"/>",
            text(Durations.text(most), x: Self.left - 8, y: top + 5, class: "quiet", anchor: "end"),
        ]
        for (place, entry) in entries.enumerated() {
            let x = Self.left + step * Double(place)
            var y = bottom
            for mood in Self.moods {
                let seconds = entry.share.seconds[mood] ?? 0
                guard seconds > 0 else { continue }
                let height = seconds / most * Self.barsHeight
                y -= height
                parts.append(
                    "<rect class=\"\(mood.rawValue)\" x=\"\(number(x + step * 0.12))\" y=\"\(number(y))\" "
                        + "width=\"\(number(step * 0.76))\" height=\"\(number(height))\"><title>\(entry.name): "
                        + "\(mood.rawValue) \(Durations.text(seconds))</title></rect>")
            }
            if place.isMultiple(of: labelEvery) {
                parts.append(text(entry.name, x: x + step / 2, y: bottom + 18, class: "quiet", anchor: "middle"))
            }
            let counts = [(entry.share.shifts, "shifts"), (entry.share.likes, "♥")].filter { $0.0 > 0 }
            for (line, count) in counts.enumerated() {
                parts.append(
                    text(
                        "\(count.0) \(count.1)", x: x + step / 2, y: bottom + 34 + 14 * Double(line), class: "quiet",
                        anchor: "middle", size: 10))
            }
        }
        return parts
    }

    private func text(
        _ content: String, x: Double, y: Double, class name: String, anchor: String = "start", size: Double? = nil
    ) -> String {
        let size = size.map { " font-size=\"\(number($0))\"" } ?? ""
        return "<text class=\"\(name)\" x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\"\(size)>"
            + "\(content)</text>"
    }

    private func number(_ value: Double) -> String { String((value * 100).rounded() / 100) }
}
