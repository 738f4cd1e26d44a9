/// One mood of a text that lists several, with its weight.
struct MoodItem: Hashable {
    var text: String
    var weight = 1.0

    /// The parts of a text, at its commas, semicolons, strokes, brackets and quotes.
    static func items(of text: String) -> [MoodItem] {
        var items: [MoodItem] = []
        var isWeighted = false
        for part in parts(of: text) {
            let (words, weight) = weighted(part)
            guard !words.isEmpty else {
                // A weight that stands apart, as in {'happy': 3}, is the word's before it.
                if let weight, !items.isEmpty, part.first.map({ ":=(".contains($0) }) == true {
                    items[items.count - 1].weight = weight
                    isWeighted = true
                } else {
                    items.append(MoodItem(text: part))
                }
                continue
            }
            if weight != nil { isWeighted = true }
            items.append(MoodItem(text: words, weight: weight ?? -1))
        }
        // A word without a weight, among others with one, counts as the least of them.
        let least = isWeighted ? items.map(\.weight).filter { $0 > 0 }.min() ?? 1 : 1
        for index in items.indices where items[index].weight == -1 { items[index].weight = least }
        return items
    }

    private static let separators: Set<Character> = [
        ";", ",", "|", "/", "\n", "\t", "+", "•", "·", "،", "、", "，", "；", "・", "&", "[", "]", "{", "}", "\"", "“",
        "”", "„", "«", "»", "\u{1F}",
    ]

    private static func parts(of text: String) -> [String] {
        let characters = Array(text.replacing("mood/theme---", with: ";").replacing("---", with: ";").prefix(4096))
        var parts: [String] = []
        var part = ""
        func isDigit(_ index: Int) -> Bool { characters.indices.contains(index) && characters[index].isWholeNumber }
        func close() {
            let trimmed = part.trimmed { $0.isWhitespace || $0 == "'" || $0 == "’" || $0 == "#" }
            if !trimmed.isEmpty, trimmed != ":" { parts.append(trimmed) }
            part = ""
        }
        for (index, character) in characters.enumerated() {
            if separators.contains(character), !(character == "," && isDigit(index - 1) && isDigit(index + 1)) {
                close()
            } else {
                part.append(character)
            }
        }
        close()
        return parts
    }

    /// Takes the number off the end or the front of a part: `happy: 0.8`, `happy (80%)`, `80 % happy`.
    private static func weighted(_ part: String) -> (words: String, weight: Double?) {
        let signs: Set<Character> = [":", "=", "(", ")", "%", "*", "×", "'"]
        func isSign(_ character: Character) -> Bool { character.isWhitespace || signs.contains(character) }
        func isNumeral(_ character: Character) -> Bool {
            character.isASCII && (character.isNumber || ".,".contains(character))
        }
        let bare = part.trimmed(where: isSign)
        let tail = String(bare.reversed().prefix(while: isNumeral).reversed())
        if let weight = number(tail) {
            let rest = bare.dropLast(tail.count)
            // "Q1" and "t.A.T.u. 2000s" end in digits that are no weight.
            if rest.isEmpty || rest.last.map(isSign) == true {
                return (rest.trimmed(where: isSign), weight)
            }
        }
        let front = String(bare.prefix(while: isNumeral))
        if let weight = number(front) {
            let rest = bare.dropFirst(front.count)
            if rest.first.map(isSign) == true { return (rest.trimmed(where: isSign), weight) }
        }
        return (bare, nil)
    }

    private static func number(_ text: String) -> Double? {
        guard !text.isEmpty, let value = Double(text.replacing(",", with: ".")), value.isFinite else { return nil }
        return min(value, 1_000_000)
    }
}
