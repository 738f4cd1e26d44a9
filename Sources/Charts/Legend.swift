/// Names of series beside their colours, in one row.
package struct Legend: Sendable {
    private let names: [String]

    /// - Parameter names: of the series, in their order.
    package init(_ names: [String]) {
        self.names = names
    }

    /// - Parameter point: where the row begins, at the text's base line.
    package func draw(in picture: inout SVG, at point: Point) {
        var left = point.x
        for (series, name) in names.enumerated() {
            picture.rect(Box(left: left, top: point.y - 9, width: 11, height: 11), ChartStyle.fill(series))
            picture.text(name, at: Point(left + 16, point.y), "ink")
            left += 34 + TextWidth.of(name)
        }
    }
}

/// Estimates the width of a text; the font is known only where the picture is shown.
package enum TextWidth {
    private static let perCharacter = 6.6

    /// In pixels at 12 pixels' size.
    package static func of(_ text: String) -> Double {
        // East Asian characters are twice as wide.
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) * perCharacter }
    }

    /// `text`, shortened with an ellipsis if it is wider than `width`.
    package static func fitting(_ text: String, _ width: Double) -> String {
        guard of(text) > width else { return text }
        var short = ""
        for character in text {
            if of(short + String(character)) + perCharacter > width { break }
            short.append(character)
        }
        return short + "…"
    }
}
