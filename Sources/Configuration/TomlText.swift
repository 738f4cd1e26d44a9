package import ControlProtocol

/// Values written as TOML, for defaults, the shipped file and messages.
enum TomlText {
    /// What stands in the place of a password.
    static let hidden = "***"

    /// A setting's value, as it stands in a file, in one line.
    static func value(_ value: SettingValue) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .number(let value): number(value)
        case .flag(let flag): flag ? "true" : "false"
        case .list(let words): list(words)
        }
    }

    /// A number without a fraction of zero.
    static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    /// A basic string; control characters are escaped, so it never spans lines.
    static func quoted(_ text: String) -> String {
        "\"" + escaped(text, also: ["\"", "\\"]) + "\""
    }

    static func list(_ words: [String]) -> String {
        "[" + words.map(quoted).joined(separator: ", ") + "]"
    }

    /// `"a", "b" or "c"`.
    static func alternatives(_ words: [String]) -> String {
        let quotedWords = words.map(quoted)
        guard let last = quotedWords.last, quotedWords.count > 1 else { return quotedWords.first ?? "" }
        return quotedWords.dropLast().joined(separator: ", ") + " or " + last
    }

    /// A value as a message shows it: one line of at most sixty characters.
    static func shown(_ value: TomlValue) -> String {
        shortened(written(value))
    }

    /// Text as a message shows it: one line of at most `limit` characters, without what stands before an address's @.
    static func shortened(_ text: String, to limit: Int = 60) -> String {
        let line = withoutUser(escaped(text, also: []))
        return line.count <= limit ? line : line.prefix(limit - 3) + "..."
    }

    private static func written(_ value: TomlValue) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .integer(let number): String(number)
        case .number(let number): "\(number)"
        case .boolean(let flag): flag ? "true" : "false"
        case .date: "(a date or time)"
        case .table: "(a table)"
        case .array(let elements): "[" + elements.map(written).joined(separator: ", ") + "]"
        }
    }

    /// Removes the user part of an address: it may contain a password, which must not reach the journal.
    private static func withoutUser(_ text: String) -> String {
        guard let mark = text.firstRange(of: "://"), let at = text[mark.upperBound...].lastIndex(of: "@") else {
            return text
        }
        return text[..<mark.upperBound] + "***" + text[at...]
    }

    private static func escaped(_ text: String, also marked: Set<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if marked.contains(scalar) {
                result.append(contentsOf: ["\\", scalar])
            } else if scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}" {
                let hex = String(scalar.value, radix: 16, uppercase: true)
                let padding = String(repeating: "0", count: 4 - hex.count)
                result.append(contentsOf: "\\u\(padding)\(hex)".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}

extension SettingValue {
    /// As it stands in a file.
    package var toml: String { TomlText.value(self) }

    /// As a script wants it: text without quotes, a list as words with commas between.
    package var plain: String {
        switch self {
        case .text(let text): text
        case .list(let words): words.joined(separator: ",")
        case .number, .flag: toml
        }
    }
}
