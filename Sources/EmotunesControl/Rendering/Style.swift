/// Terminal colours and weights, or plain text.
package struct Style {
    package let usesColour: Bool

    package func bold(_ text: String) -> String { wrap(text, "1") }
    package func dim(_ text: String) -> String { wrap(text, "2") }
    package func good(_ text: String) -> String { wrap(text, "32") }
    package func attention(_ text: String) -> String { wrap(text, "33") }
    package func bad(_ text: String) -> String { wrap(text, "31") }
    package func accent(_ text: String) -> String { wrap(text, "36") }

    private func wrap(_ text: String, _ code: String) -> String {
        usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

/// Bars of block characters.
package enum Bars {
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// A bar that fills a fraction (0 to 1) of the width, to an eighth of a character, padded with spaces.
    package static func bar(_ fraction: Double, width: Int) -> String {
        let clamped = fraction.isFinite ? min(max(fraction, 0), 1) : 0
        let units = Int((clamped * Double(width * 8)).rounded())
        let full = String(repeating: "█", count: units / 8) + eighths[units % 8]
        return Columns.pad(full, width)
    }
}

/// A probability in per cent.
package func percent(_ fraction: Double) -> String {
    fraction.isFinite ? "\(Int((min(max(fraction, 0), 1) * 100).rounded())) %" : "? %"
}

/// Two digits after the point.
func hundredths(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "?" }
    let scaled = Int((abs(number) * 100).rounded())
    let rest = scaled % 100
    return "\(number < 0 && scaled > 0 ? "-" : "")\(scaled / 100).\(rest < 10 ? "0" : "")\(rest)"
}

/// Whole numbers with thin groups of three.
package func grouped(_ number: Int) -> String {
    var result = ""
    for (index, digit) in String(number.magnitude).reversed().enumerated() {
        if index > 0, index.isMultiple(of: 3) { result.append(",") }
        result.append(digit)
    }
    return (number < 0 ? "-" : "") + String(result.reversed())
}
