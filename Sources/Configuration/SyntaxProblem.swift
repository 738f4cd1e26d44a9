/// Explains TOML syntax errors to people who do not know TOML.
enum SyntaxProblem {
    static func problem(
        _ error: TomlSyntaxError, in text: [UInt8], origin: String
    ) -> ConfigurationError.Problem {
        if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
            return .init(origin: origin, line: 1, message: "is UTF-16; it must be saved as UTF-8")
        }
        guard let line = error.line else {
            return .init(origin: origin, line: nil, message: error.message)
        }
        if error.message.contains("utf-8") {
            return .init(origin: origin, line: line, message: "is not UTF-8; it must be saved as UTF-8")
        }
        let shown = lineText(line, of: text)
        let prefix = shown.isEmpty ? "" : "\(shown): "
        return .init(origin: origin, line: line, message: "\(prefix)not TOML: \(explained(error.message))")
    }

    /// The parser's words, and what to do where that is known.
    private static func explained(_ message: String) -> String {
        var words = TomlText.shortened(message, to: 160)
        if let colon = words.firstRange(of: ": "), words.hasPrefix("Error while parsing ") {
            words = String(words[colon.upperBound...])
        }
        if words.contains("redefine existing table") {
            return words + "; a table may be given once"
        }
        if words.contains("redefine existing") {
            return words + "; a key may be given once"
        }
        if words.contains("could not determine value type") || words.contains("parsing boolean") {
            return words + "; text must stand in quotes"
        }
        if words.contains("unescaped control characters") {
            return words + "; a closing quote may be missing"
        }
        return words
    }

    private static func lineText(_ number: Int, of text: [UInt8]) -> String {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard number >= 1, number <= lines.count else { return "" }
        let line = String(decoding: lines[number - 1], as: UTF8.self)
        let trimmed = line.drop(while: \.isWhitespace)
        let end = trimmed.lastIndex { !$0.isWhitespace }.map(trimmed.index(after:)) ?? trimmed.startIndex
        return TomlText.shortened(SecretText.hidden(in: String(trimmed[..<end])))
    }
}
