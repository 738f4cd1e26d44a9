import FoundationEssentials
import Songs

/// The words of a name in their canonical spelling: what only its writing decides is levelled, numbers are digits.
enum Words {
    struct Word: Sendable, Hashable {
        /// As written, in lower case.
        var text: String
        /// Without accents and signs.
        var plain: String
        /// The same with ä as ae, and so on.
        var expanded: String
    }

    /// How signs inside a word are taken.
    enum Signs {
        /// As gaps: "Re-Wind" is two words.
        case apart
        /// As nothing: "Re-Wind" is one.
        case joined
    }

    /// The words of a name.
    static func split(_ name: String, signs: Signs = .apart) -> [Word] {
        let raw = levelled(name, signs).split(whereSeparator: \.isWhitespace).map(String.init)
        var words: [Word] = []
        for (place, text) in raw.enumerated() {
            let next = place + 1 < raw.count ? raw[place + 1] : nil
            let isNumbering = text.hasSuffix(".") && next != nil
            for plain in NameKey.fold(text).split(separator: " ")
            where plain.contains(where: { $0.isLetter || $0.isNumber }) {
                let before = words.last?.plain
                let canonical = canonical(String(plain), after: before, isNumbering: isNumbering)
                var other = canonical
                if !text.utf8.allSatisfy({ $0 < 0x80 }) {
                    let expanded = NameKey.fold(expanding(text)).split(separator: " ")
                    if expanded.count == 1 {
                        other = Self.canonical(String(expanded[0]), after: before, isNumbering: isNumbering)
                    }
                }
                words.append(Word(text: text, plain: canonical, expanded: other))
            }
        }
        return numbered(words)
    }

    /// Every spelling of a name that stands for the same.
    static func spellings(_ name: String) -> Set<String> {
        var spellings: Set<String> = []
        for signs in [Signs.apart, .joined] {
            let words = split(name, signs: signs)
            guard !words.isEmpty else { continue }
            spellings.insert(words.map(\.plain).joined(separator: " "))
            spellings.insert(words.map(\.expanded).joined(separator: " "))
        }
        // A name of signs only is itself.
        if spellings.isEmpty { spellings.insert(name.lowercased().filter { !$0.isWhitespace }) }
        return spellings
    }

    /// A work's name without its opus or its number in a catalogue; nil where it has none, or where what is left does
    /// not name one work: that takes a key and another number.
    static func withoutWorkNumber(_ name: String) -> String? {
        let text = name.lowercased()
        guard text.contains("major") || text.contains("minor") else { return nil }
        let bare = text.replacing(
            /,?\s*\b(op|opus|bwv|kv?|rv|hwv|woo|d|hob|s|twv|sz|bb|l|cd)\.?\s?\d+[a-z]?(,?\s*(no|nr)\.?\s?\d+)?/,
            with: "")
        guard bare != text, bare.contains(/\d|\b[ivx]+\./) else { return nil }
        return bare
    }

    // MARK: Signs

    private static func levelled(_ name: String, _ signs: Signs) -> String {
        var text = compatible(name).lowercased()
        for (sign, other) in text.utf8.allSatisfy({ $0 < 0x80 }) ? plainReplacements : replacements {
            text = text.replacing(sign, with: other)
        }
        // "Nothin'" is "Nothing", "P!nk" is "Pink", "Ke$ha" is "Kesha", "C#" is "C sharp", "#1" is "No. 1".
        return String(spelt(Array(text), signs))
    }

    /// Signs by what stands around them.
    private static func spelt(_ letters: [Character], _ signs: Signs) -> [Character] {
        var text: [Character] = []
        text.reserveCapacity(letters.count)
        for (place, letter) in letters.enumerated() {
            let before = place > 0 ? letters[place - 1] : " "
            let next = place + 1 < letters.count ? letters[place + 1] : " "
            let isInside = isWord(before) && isWord(next)
            switch letter {
            case "'" where next.isWhitespace && text.suffix(2) == ["i", "n"] && text.count > 3: text.append("g")
            case "!" where before.isLetter && next.isLetter: text.append("i")
            case "$" where before.isLetter || next.isLetter: text.append("s")
            case "#" where next.isNumber || (next == " " && place + 2 < letters.count && letters[place + 2].isNumber):
                text += " no "
            case "#" where ("a"..."g").contains(before) && !isWord(text.dropLast().last ?? " "): text += " sharp "
            case "♭" where ("a"..."g").contains(before): text += " flat "
            // "Op.67" and "No.5" are two words.
            case "." where before.isLetter && next.isNumber: text.append(" ")
            case _ where isInside && "-/.·".contains(letter):
                if signs == .apart { text.append(" ") }
            default: text.append(letter)
            }
        }
        return text
    }

    private static func isWord(_ letter: Character) -> Bool { letter.isLetter || letter.isNumber }

    private static func compatible(_ name: String) -> String {
        name.utf8.allSatisfy { $0 < 0x80 } ? name : name.plainForms
    }

    private static let replacements: [(String, String)] = [
        ("’", "'"), ("‘", "'"), ("´", "'"), ("`", "'"), ("ʼ", "'"), ("–", "-"), ("—", "-"), ("‐", "-"), ("‑", "-"),
        ("″", "\""), ("“", "\""), ("”", "\""), ("♯", "#"), (" 'n' ", " and "), (" n' ", " and "), (" 'n ", " and "),
        (" n ", " and "), (" + ", " and "), ("+", " plus "), ("nº", "no"), ("n°", "no"), ("№", "no "),
    ]

    /// Those that a text of plain letters may need.
    private static let plainReplacements = replacements.filter { $0.0.utf8.allSatisfy { $0 < 0x80 } }

    private static func expanding(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        return text.replacing("ä", with: "ae").replacing("ö", with: "oe").replacing("ü", with: "ue")
            .replacing("å", with: "aa").replacing("ø", with: "oe")
    }

    // MARK: Words that stand for others

    private static func canonical(_ word: String, after before: String?, isNumbering: Bool) -> String {
        if let same = synonyms[word] { return same }
        let isCounted = before.map { counters.contains($0) } ?? false
        if word.count >= 2 || isCounted || isNumbering, let number = roman(word) { return String(number) }
        if isCounted, let number = numbers[word] { return number }
        return word
    }

    /// "Pt" is "part", and "Nr" is "no", where a number follows.
    private static func numbered(_ words: [Word]) -> [Word] {
        var words = words
        for place in words.indices.dropLast() {
            guard let counter = shortCounters[words[place].plain] else { continue }
            let next = words[place + 1].plain
            let number = Int(next) != nil ? next : roman(next).map(String.init) ?? numbers[next]
            guard let number else { continue }
            (words[place].plain, words[place].expanded) = (counter, counter)
            (words[place + 1].plain, words[place + 1].expanded) = (number, number)
        }
        return words
    }

    private static let synonyms = [
        "okay": "ok", "mister": "mr", "versus": "vs", "saint": "st", "colour": "color", "colours": "colors",
        "grey": "gray", "favourite": "favorite", "centre": "center", "theatre": "theater", "honour": "honor",
        "neighbour": "neighbor", "neighbourhood": "neighborhood", "neighbours": "neighbors", "rumours": "rumors",
    ]

    private static let counters: Set<String> = [
        "part", "parts", "no", "op", "opus", "vol", "volume", "chapter", "act", "movement", "pt", "pts", "nr", "teil",
        "parte", "partie", "deel", "часть", "book", "scene",
    ]

    private static let shortCounters = [
        "pt": "part", "pts": "part", "part": "part", "parts": "part", "teil": "part", "parte": "part",
        "partie": "part", "deel": "part", "часть": "part", "ч": "part", "nr": "no", "no": "no", "num": "no",
        "numero": "no", "number": "no", "opus": "op", "op": "op", "volume": "vol", "vol": "vol",
    ]

    private static let numbers = [
        "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
        "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "eins": "1", "zwei": "2", "drei": "3", "uno": "1",
        "dos": "2", "tres": "3", "un": "1", "deux": "2", "trois": "3", "um": "1", "dois": "2",
    ]

    /// 1 to 39; nil for what is no Roman number in its usual form.
    static func roman(_ word: String) -> Int? {
        guard !word.isEmpty, word.utf8.allSatisfy({ "ivx".utf8.contains($0) }) else { return nil }
        let tens = word.prefix { $0 == "x" }.count
        let rest = word.dropFirst(tens)
        guard tens <= 3, let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"].firstIndex(of: rest)
        else { return nil }
        let number = tens * 10 + ones
        return number > 0 ? number : nil
    }
}
