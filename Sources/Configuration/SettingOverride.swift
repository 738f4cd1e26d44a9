/// `--set section.key=value`.
enum SettingOverride {
    /// Applies the flag to the settings; the key it sets.
    ///
    /// - Parameter argument: what followed `--set`.
    @discardableResult
    static func apply(_ argument: String, to settings: inout Settings) throws(ConfigurationError) -> String {
        let origin = "--set \(TomlText.shortened(SecretText.hidden(in: argument)))"
        guard let equals = argument.firstIndex(of: "=") else {
            throw ConfigurationError(origin: origin, "must be section.key=value, as in --set mood.threshold=0.7")
        }
        let key = argument[..<equals].filter { $0 != " " }
        guard let rule = SettingSchema.rule(for: key) else {
            throw ConfigurationError(origin: origin, Suggestion.forKey(TomlText.shortened(key)))
        }
        let text = String(argument[argument.index(after: equals)...])
        guard let value = value(text, rule.notation), rule.put(value, &settings) else {
            throw ConfigurationError(origin: origin, "\(key) must be \(rule.allowed)")
        }
        return key
    }

    /// A value as a flag or a command gives it; nil if it cannot be read in that notation.
    static func value(_ text: String, _ notation: SettingRule.Notation) -> TomlValue? {
        switch notation {
        case .text:
            return text.hasPrefix("\"") || text.hasPrefix("'") ? toml(text) : .string(text)
        case .toml:
            return toml(text)
        case .list where text.drop(while: \.isWhitespace).hasPrefix("["),
            .paths where text.drop(while: \.isWhitespace).hasPrefix("["):
            return toml(text)
        case .paths:
            // Spaces belong to a path, but not those around it.
            let paths = text.split(separator: ",").map { path in
                String(path.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
            }
            return .array(paths.filter { !$0.isEmpty }.map { .string($0) })
        case .list:
            let words = text.split(separator: ",", omittingEmptySubsequences: false)
            return .array(words.map { .string($0.filter { $0 != " " }) })
        }
    }

    private static func toml(_ text: String) -> TomlValue? {
        // More than one entry: the text contained a line break and another key.
        guard let entries = try? TomlDocument.entries(of: Array("value = \(text)".utf8)), entries.count == 1 else {
            return nil
        }
        return entries[0].value
    }
}
