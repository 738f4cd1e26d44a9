import ControlProtocol

/// Today's moods as an SVG timeline: time to the right, a row for each mood.
struct MoodTimeline {
    let periods: [MoodPeriod]
    let now: Timestamp
    let calendar: LocalCalendar

    /// From positive to negative, so that the line goes up and down with the mood.
    private static let rows: [MoodName] = [.happy, .surprise, .neutral, .sad, .fear, .disgust, .angry]
    private static let left = 84.0, width = 720.0, rowHeight = 26.0, top = 8.0
    private static let day = 86_400.0

    /// An SVG element; a sentence where there is nothing to draw.
    var html: String {
        let midnight = calendar.startOfDay(now).secondsSince1970
        let today = periods.filter { $0.to.secondsSince1970 > midnight && $0.from <= now && $0.mood != .unrecognised }
        guard !today.isEmpty else { return "<p class=\"quiet\">Nobody has been seen today.</p>" }
        let height = Self.top + Double(Self.rows.count) * Self.rowHeight
        let rows = Self.rows.enumerated().map { index, mood in
            let y = text(Self.y(index))
            return "<line class=\"grid\" x1=\"\(text(Self.left))\" x2=\"\(text(Self.left + Self.width))\" y1=\"\(y)\" "
                + "y2=\"\(y)\"/><text x=\"0\" y=\"\(y)\" dy=\"4\">\(mood.rawValue)</text>"
        }
        let hours = [0, 6, 12, 18, 24].map { hour in
            let x = Self.left + Self.width * Double(hour) / 24
            return "<text class=\"hour\" x=\"\(text(x))\" y=\"\(text(height + 16))\">\(hour):00</text>"
        }
        return """
            <svg viewBox="0 0 \(text(Self.left + Self.width + 24)) \(text(height + 24))" role="img" \
            aria-label="\(HTMLText.escaped(sentence(today)))">
            \(rows.joined(separator: "\n"))
            \(hours.joined())
            \(links(today, midnight))
            \(today.map { bar($0, midnight) }.joined(separator: "\n"))
            </svg>
            """
    }

    private static func y(_ row: Int) -> Double { top + rowHeight * (Double(row) + 0.5) }

    private func x(_ moment: Timestamp, _ midnight: Double) -> Double {
        let share = min(max((moment.secondsSince1970 - midnight) / Self.day, 0), 1)
        return Self.left + Self.width * share
    }

    private func row(_ mood: MoodName) -> Int { Self.rows.firstIndex(of: mood) ?? 0 }

    /// One period of a mood; its opacity is the confidence.
    private func bar(_ period: MoodPeriod, _ midnight: Double) -> String {
        let (start, end) = (x(period.from, midnight), x(period.to, midnight))
        let strength = hundredths(0.35 + 0.65 * min(max(period.confidence, 0), 1))
        let title =
            "\(period.mood.rawValue), \(calendar.text(period.from, now: now)) to \(calendar.text(period.to, now: now))"
        return "<rect class=\"mood \(period.mood.rawValue)\" x=\"\(text(start))\" "
            + "y=\"\(text(Self.y(row(period.mood)) - 7))\" width=\"\(text(max(end - start, 2)))\" height=\"14\" rx=\"3\" "
            + "opacity=\"\(strength)\"><title>\(HTMLText.escaped(title))</title></rect>"
    }

    /// Thin lines that connect successive periods.
    private func links(_ periods: [MoodPeriod], _ midnight: Double) -> String {
        zip(periods, periods.dropFirst()).compactMap { before, after in
            guard after.from.secondsSince1970 - before.to.secondsSince1970 < 120, before.mood != after.mood else {
                return nil
            }
            let x = text(self.x(after.from, midnight))
            return "<line class=\"step\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(text(Self.y(row(before.mood))))\" "
                + "y2=\"\(text(Self.y(row(after.mood))))\"/>"
        }.joined()
    }

    private func sentence(_ periods: [MoodPeriod]) -> String {
        let seconds = Dictionary(grouping: periods, by: \.mood).mapValues { periods in
            periods.reduce(0) { $0 + $1.to.secondsSince1970 - $1.from.secondsSince1970 }
        }
        let parts = seconds.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .map { "\($0.key.rawValue) \(Durations.text($0.value))" }
        return "Moods today: " + parts.joined(separator: ", ")
    }

    private func text(_ number: Double) -> String { hundredths(number) }
}
