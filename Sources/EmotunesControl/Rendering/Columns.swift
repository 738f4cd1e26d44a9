/// Text in columns, measured in terminal cells.
package enum Columns {
    /// How many cells the text takes: two for East Asian wide characters and pictures, none for marks that combine and
    /// for our own colours.
    package static func width(_ text: String) -> Int {
        var width = 0
        forEachPart(of: text) { part, cells in
            _ = part
            width += cells
            return true
        }
        return width
    }

    /// The text with spaces behind it, at least that wide.
    static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - self.width(text)))
    }

    /// The text with spaces before it, at least that wide.
    static func padLeft(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - self.width(text))) + text
    }

    /// The text cut to that many cells, with an ellipsis where something is missing; colours are ended.
    package static func cut(_ text: String, _ width: Int) -> String {
        guard self.width(text) > width else { return text }
        var result = ""
        var used = 0
        var isColoured = false
        forEachPart(of: text) { part, cells in
            guard used + cells <= max(0, width - 1) else { return false }
            used += cells
            if part.first == "\u{1B}" { isColoured = part != "\u{1B}[0m" }
            result += part
            return true
        }
        return result + (width > 0 ? "…" : "") + (isColoured ? "\u{1B}[0m" : "")
    }

    /// Visits characters, and colour sequences as parts of width 0, until `visit` returns false.
    private static func forEachPart(of text: String, _ visit: (Substring, Int) -> Bool) {
        var index = text.startIndex
        while index < text.endIndex {
            let start = index
            if text[index] == "\u{1B}", let end = text[index...].firstIndex(of: "m") {
                index = text.index(after: end)
                if !visit(text[start..<index], 0) { return }
            } else {
                index = text.index(after: index)
                if !visit(text[start..<index], cells(text[start])) { return }
            }
        }
    }

    private static func cells(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: return 0
            default: return 1
            }
        }
    }
}
