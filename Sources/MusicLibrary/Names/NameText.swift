import Songs

/// Pieces of file names, told apart by how people and programs write them.
enum NameText {
    /// Dashes that stand between the parts of a name, with a space on each side.
    private static let dashes: Set<Character> = [
        "-", "\u{2010}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}", "\u{2212}",
    ]

    /// The name without its ending.
    static func withoutEnding(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// With single spaces, underscores read as spaces where the name has none of its own, and without what programs that
    /// fetch videos put behind the name.
    static func tidied(_ name: String) -> String {
        var text = name
        if !text.contains(" "), text.contains("_") { text = String(text.map { $0 == "_" ? " " : $0 }) }
        text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text.hasSuffix("]"), let open = text.lastIndex(of: "[") {
            let inside = text[text.index(after: open)...].dropLast()
            // The id of a video has eleven characters.
            if inside.count == 11,
                inside.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
            {
                text = String(text[..<open])
            }
        }
        return text.trimmed()
    }

    /// The parts between dashes that have spaces around them.
    static func parts(_ text: String) -> [String] {
        let characters = Array(text)
        var parts: [String] = []
        var start = 0
        for place in characters.indices.dropFirst().dropLast()
        where dashes.contains(characters[place]) && characters[place - 1] == " " && characters[place + 1] == " " {
            parts.append(String(characters[start..<place]).trimmed())
            start = place + 1
        }
        parts.append(String(characters[min(start, characters.count)...]).trimmed())
        return parts.filter { !$0.isEmpty }
    }

    /// Whether the part is a track's number and nothing else: `07`, `7.`, `1-07`, `B2`.
    static func isNumber(_ part: String) -> Bool {
        let text = part.hasSuffix(".") ? part.dropLast() : part[...]
        return (leadingNumber(text + " x").map { $0.rest == "x" } ?? false)
            && (text.count <= 3 || !isYear(String(text)))
    }

    /// The year that a part is, from 1900 to 2099; with or without brackets.
    static func isYear(_ part: String) -> Bool { year(part) != nil }

    static func year(_ part: String) -> Int? {
        var text = part[...]
        if let first = text.first, let last = text.last, "([".contains(first), ")]".contains(last) {
            text = text.dropFirst().dropLast()
        }
        guard text.utf8.count == 4, let year = Int(text), (1900...2099).contains(year) else { return nil }
        return year
    }

    /// A number before a title.
    struct LeadingNumber {
        let number: Int
        /// What is behind it.
        let rest: String
        /// Whether it cannot well be a part of the title: `07 Title`, `7. Title`, `1-07 Title`, but not `99 Luftballons`.
        let isSure: Bool
    }

    /// The number that the text begins with, if something follows it.
    static func leadingNumber(_ text: some StringProtocol) -> LeadingNumber? {
        var rest = text[...]
        // The side of a record.
        let side = rest.first.flatMap { "ABCDabcd".contains($0) ? $0 : nil }
        if side != nil { rest = rest.dropFirst() }
        func digits(_ most: Int) -> Substring? {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard (1...most).contains(digits.count) else { return nil }
            rest = rest[digits.endIndex...]
            return Substring(String(digits))
        }
        guard var first = digits(side == nil ? 3 : 2) else { return nil }
        var isSure = first.first == "0" && first != "0" && first != "00"
        // Disc and track.
        if side == nil, let dash = rest.first, "-.".contains(dash), first.count <= 2 {
            let before = rest
            rest = rest.dropFirst()
            if let second = digits(2), second.count == 2, rest.first.map({ " ._-".contains($0) }) ?? false {
                first = second
                isSure = true
            } else {
                rest = before
            }
        }
        guard let gap = rest.first, " ._-)".contains(gap) else { return nil }
        let title = rest.drop { " ._-)\u{2013}\u{2014}".contains($0) }
        guard !title.isEmpty, let number = Int(first) else { return nil }
        let sign = rest[..<title.startIndex]
        // "7-Eleven" and "1.5" have no space behind the sign.
        if gap != " ", gap != "_", !sign.dropFirst().contains(" "), !isSure, gap != ".", gap != ")" { return nil }
        if gap == ".", title.first?.isNumber == true, !sign.contains(" ") { return nil }
        if gap == "." || gap == ")" || sign.contains("-") || sign.contains("\u{2013}") { isSure = true }
        // "A1 Title" is a record's; "B52 s" and "A 7" are not.
        if side != nil, gap != " " && gap != "." && gap != "_" { return nil }
        return LeadingNumber(
            number: number, rest: title.trimmed(), isSure: isSure || (side != nil && side?.isUppercase == true))
    }
}
