/// Turns the text of a configuration file into settings, by the schema.
enum SettingsReader {
    /// The defaults, overridden by the keys in `text`.
    ///
    /// - Parameter origin: what messages call the text: the file's path.
    /// - Throws: everything that is wrong with the text, each with its line.
    static func settings(from text: [UInt8], origin: String) throws(ConfigurationError) -> Settings {
        let entries: [TomlEntry]
        do {
            entries = try TomlDocument.entries(of: text)
        } catch {
            throw ConfigurationError([SyntaxProblem.problem(error, in: text, origin: origin)])
        }
        var settings = Settings()
        var problems: [ConfigurationError.Problem] = []
        var reported: [String] = []
        for entry in entries where !reported.contains(where: { entry.path.hasPrefix($0 + ".") }) {
            guard let message = apply(entry, to: &settings) else { continue }
            problems.append(.init(origin: origin, line: entry.line, message: message))
            // The keys inside an unknown table are not reported again.
            reported.append(entry.path)
        }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        return settings
    }

    /// Stores one entry in the settings; returns what is wrong with it, or nil.
    private static func apply(_ entry: TomlEntry, to settings: inout Settings) -> String? {
        let name = TomlText.shortened(entry.path)
        if let rule = SettingSchema.rule(for: entry.path) {
            guard !rule.put(entry.value, &settings) else { return nil }
            return "\(name) = \(TomlText.shown(entry.value)): must be \(rule.allowed)"
        }
        if SettingSchema.tables.contains(entry.path) {
            guard entry.value != .table else { return nil }
            return "\(name) = \(TomlText.shown(entry.value)): must be a table; write [\(name)] and its keys below"
        }
        if entry.value == .table {
            return "[\(name)]: \(Suggestion.forTable(entry.path))"
        }
        return "\(name): \(Suggestion.forKey(entry.path))"
    }
}
