/// A picture being drawn: SVG elements in painting order. Colours and fonts come from CSS classes (`ChartStyle`), so
/// that one picture is readable on light and dark ground.
///
/// `Charts` draws statistics as SVG. It imports no other module and knows nothing of music.
package struct SVG: Sendable {
    /// Size in pixels.
    package let width: Double
    package let height: Double
    private var body = ""

    /// An empty picture of this size in pixels.
    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Adds a rectangle of the class `style`; `note` is its tooltip.
    package mutating func rect(_ box: Box, _ style: String, opacity: Double? = nil, note: String? = nil) {
        let shade = opacity.map { " fill-opacity=\"\(Self.number($0))\"" } ?? ""
        let place =
            "<rect x=\"\(Self.number(box.left))\" y=\"\(Self.number(box.top))\" width=\"\(Self.number(box.width))\""
            + " height=\"\(Self.number(box.height))\" class=\"\(Self.escaped(style))\"\(shade)"
        body += note.map { "\(place)><title>\(Self.escaped($0))</title></rect>\n" } ?? "\(place)/>\n"
    }

    /// Adds a circle of the class `style`; `note` is its tooltip.
    package mutating func circle(x: Double, y: Double, radius: Double, _ style: String, note: String? = nil) {
        let place =
            "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\""
            + " class=\"\(Self.escaped(style))\""
        body += note.map { "\(place)><title>\(Self.escaped($0))</title></circle>\n" } ?? "\(place)/>\n"
    }

    /// Adds a straight line of the class `style`.
    package mutating func line(from: Point, to: Point, _ style: String) {
        path([from, to], style)
    }

    /// Adds a line through the points, or the area they enclose, as the class `style` decides; nothing for fewer than
    /// two.
    package mutating func path(_ points: [Point], _ style: String, closed: Bool = false) {
        guard points.count > 1 else { return }
        let steps = points.map { "\(Self.number($0.x)) \(Self.number($0.y))" }.joined(separator: "L")
        body += "<path d=\"M\(steps)\(closed ? "Z" : "")\" class=\"\(Self.escaped(style))\"/>\n"
    }

    /// Which point of a text is given.
    package enum Anchor: String, Sendable { case start, middle, end }

    /// - Parameter turned: read from bottom to top.
    package mutating func text(
        _ text: String, at point: Point, _ style: String, anchor: Anchor = .start, turned: Bool = false
    ) {
        let x = Self.number(point.x), y = Self.number(point.y)
        let turn = turned ? " transform=\"rotate(-90 \(x) \(y))\"" : ""
        body +=
            "<text x=\"\(x)\" y=\"\(y)\" class=\"\(Self.escaped(style))\" text-anchor=\"\(anchor.rawValue)\"\(turn)>"
            + "\(Self.escaped(text))</text>\n"
    }

    /// The picture as an element of a page that holds `ChartStyle.sheet` itself.
    ///
    /// - Parameter title: what it shows, for screen readers.
    package func element(title: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
        width="\(Self.number(width))" height="\(Self.number(height))" class="chart" role="img">
        <title>\(Self.escaped(title))</title>
        \(body)</svg>

        """
    }

    /// The picture as an SVG file.
    package func file(title: String) -> String {
        let element = element(title: title)
        guard let end = element.firstIndex(of: "\n") else { return element }
        let ground = "<rect width=\"100%\" height=\"100%\" class=\"paper\"/>"
        let style = "<style>\(ChartStyle.sheet)</style>\n\(ground)\n"
        return element[...end] + style + element[element.index(after: end)...]
    }

    // MARK: Text

    /// A number with at most two decimals and no trailing zeros; 0 if it is not finite, so that the SVG stays valid.
    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let hundredths = Int((value * 100).rounded())
        let whole = abs(hundredths) / 100, rest = abs(hundredths) % 100
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Text escaped for XML; characters that XML 1.0 forbids (control characters from imported files) become U+FFFD.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result += " "
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// A place in a picture; y grows downwards.
package struct Point: Hashable, Sendable {
    /// In pixels from the left.
    package var x: Double
    /// In pixels from the top.
    package var y: Double

    package init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// An upright rectangle in a picture.
package struct Box: Hashable, Sendable {
    /// In pixels, as all its measures.
    package var left: Double
    package var top: Double
    package var width: Double
    package var height: Double

    /// The right edge.
    package var right: Double { left + width }
    /// The lower edge.
    package var bottom: Double { top + height }

    package init(left: Double, top: Double, width: Double, height: Double) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }

    /// The box inside margins.
    package func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> Box {
        Box(
            left: self.left + left, top: self.top + top, width: max(0, width - left - right),
            height: max(0, height - top - bottom))
    }
}
