/// Puts the keys of a configuration file into settings, by the schema.
enum SettingsReader {
    /// The defaults, overridden by the keys in `text`.
    ///
    /// - Parameter origin: what messages call the text: the file's path.
    /// - Throws: everything that is wrong with the text, each with its line.
    static func settings(from text: [UInt8], origin: String) throws(ConfigurationError) -> Settings {
        var layers = SettingsLayers()
        layers.add(text: text, of: origin)
        return try layers.configuration().settings
    }

    /// Stores one entry in the settings; returns what is wrong with it, or nil.
    static func apply(_ entry: TomlEntry, to settings: inout Settings) -> String? {
        let name = TomlText.shortened(entry.path)
        if let rule = SettingSchema.rule(for: entry.path) {
            guard !rule.put(entry.value, &settings) else { return nil }
            let shown = rule.isSecret ? TomlText.hidden : TomlText.shown(entry.value)
            return "\(name) = \(shown): must be \(rule.allowed)"
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
