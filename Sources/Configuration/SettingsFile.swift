package import ControlProtocol

/// A configuration file in which single keys are changed; everything else stays as it stands, comments and order too.
package struct SettingsFile: Sendable {
    /// The file's path.
    package let path: String
    /// The file's content.
    package private(set) var bytes: [UInt8]

    /// Reads the file; one that is not there is taken for empty.
    ///
    /// - Parameters:
    ///   - target: where the file is.
    ///   - path: what messages call it: a link, perhaps, that leads to it.
    package init(reading target: String, as path: String) throws(ConfigurationError) {
        var bytes: [UInt8] = []
        do {
            bytes = try ConfigurationFile.bytes(at: target)
        } catch {
            guard error.isMissing else { throw ConfigurationError(origin: path, error.message) }
        }
        self.init(path, bytes)
    }

    /// A file that is not there yet.
    package init(path: String) {
        self.init(path, [])
    }

    init(_ path: String, _ bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Whether the file sets the key.
    package func has(_ key: String) -> Bool {
        (try? TomlDocument.entries(of: bytes))?.contains { $0.path == key } ?? false
    }

    /// Sets a key: in its line; or in the line that shows it commented out; or behind the other keys of its table; or
    /// in a table at the end.
    ///
    /// - Parameters:
    ///   - rule: of the key.
    ///   - value: what was checked by ``SettingRule/value(parsing:)``.
    /// - Throws: what is wrong with the file, also with the change made; the bytes are then unchanged.
    package mutating func set(_ rule: SettingRule, to value: SettingValue) throws(ConfigurationError) {
        let line = "\(rule.name) = \(rule.isSecret ? TomlText.hidden : value.toml)"
        try change(
            rule, to: value, candidates: { $0.setting(rule, to: value.toml) },
            otherwise: "has no place for \(rule.key) that leaves its other lines alone; write \(line) into it by hand")
    }

    /// Comments a key out, with its default; its other lines stay.
    ///
    /// - Throws: what is wrong with the file, also with the change made; the bytes are then unchanged.
    package mutating func unset(_ rule: SettingRule) throws(ConfigurationError) {
        guard has(rule.key) || !bytes.isSound else { return }
        try change(
            rule, to: nil, candidates: { $0.unsetting(rule) },
            otherwise: "has \(rule.key) in one line with others; remove it by hand")
    }

    /// Takes the first of the texts that differs from the present one in that key alone.
    private mutating func change(
        _ rule: SettingRule, to value: SettingValue?, candidates: (SettingsEdit) -> [[UInt8]], otherwise message: String
    ) throws(ConfigurationError) {
        let before: [TomlEntry]
        do {
            before = try TomlDocument.entries(of: bytes)
        } catch {
            throw ConfigurationError([SyntaxProblem.problem(error, in: bytes, origin: path)])
        }
        let wanted = value.flatMap { try? TomlDocument.entries(of: Array("value = \($0.toml)".utf8)).first?.value }
        for candidate in candidates(SettingsEdit(bytes)) {
            guard let after = try? TomlDocument.entries(of: candidate),
                after.first(where: { $0.path == rule.key })?.value == wanted,
                after.values(without: rule.key) == before.values(without: rule.key)
            else { continue }
            do {
                _ = try SettingsReader.settings(from: candidate, origin: path)
            } catch {
                // A line that is inserted moves those below it: the lines are to be those of the file as it stands.
                throw otherMistakes(than: before.first { $0.path == rule.key }?.line) ?? error
            }
            bytes = candidate
            return
        }
        throw ConfigurationError(origin: path, message)
    }

    /// What is wrong with the file in other lines than that of the key which is changed; nil if nothing is.
    private func otherMistakes(than line: Int?) -> ConfigurationError? {
        do {
            _ = try SettingsReader.settings(from: bytes, origin: path)
            return nil
        } catch {
            let others = error.problems.filter { $0.line != line || line == nil }
            return others.isEmpty ? nil : ConfigurationError(others)
        }
    }
}

extension SettingRule {
    /// A value as a person gives it on a command line, checked, in the form in which it is kept; nil if it is not allowed.
    package func value(parsing text: String) -> SettingValue? {
        var settings = Settings()
        guard let given = SettingOverride.value(text, notation), put(given, &settings) else { return nil }
        return value(settings)
    }
}

extension SettingSchema {
    /// What to say of a key that there is not.
    package static func suggestion(for key: String) -> String {
        "\(TomlText.shortened(key)): \(Suggestion.forKey(TomlText.shortened(key)))"
    }
}

extension [UInt8] {
    fileprivate var isSound: Bool { (try? TomlDocument.entries(of: self)) != nil }
}

extension [TomlEntry] {
    /// All keys with their values but one.
    fileprivate func values(without key: String) -> [TomlEntry] {
        filter { $0.value != .table && $0.path != key }.map { TomlEntry(path: $0.path, value: $0.value, line: 0) }
    }
}
