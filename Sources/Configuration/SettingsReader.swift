/// Turns the text of a configuration file into settings, by the schema.
enum SettingsReader {
    /// The defaults with what `text` says put over them.
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
            // What stands inside a wrong table is not wrong a second time.
            reported.append(entry.path)
        }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        return settings
    }

    /// Puts one entry into the settings; what is wrong with it, if anything.
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
