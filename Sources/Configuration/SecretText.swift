/// Keeps passwords out of messages that quote what a person wrote.
enum SecretText {
    /// A line of a file, or what followed `--set`, with everything behind a password's key replaced.
    ///
    /// - Parameter secrets: the keys of passwords.
    static func hidden(in line: String, secrets: [SettingRule] = SettingSchema.secrets) -> String {
        for rule in secrets {
            // In whatever table and spelling: a line that is no TOML may be any.
            guard let name = line.firstRange(of: rule.name), let equals = line[name.upperBound...].firstIndex(of: "=")
            else { continue }
            return String(line[...equals]) + TomlText.hidden
        }
        return line
    }
}
