package import ControlProtocol

/// One key of the configuration: its spelling, allowed values and documentation.
package struct SettingRule: Sendable {
    /// How a value is written after `--set key=`.
    enum Notation: Sendable {
        /// As it is, without quotes.
        case text
        /// As in TOML.
        case toml
        /// Words joined by commas, or a TOML array.
        case list
        /// Paths joined by commas, or a TOML array, which a path with a comma needs.
        case paths
    }

    /// The dotted name, `mood.threshold`.
    package let key: String
    /// Its purpose, in a sentence.
    package let summary: String
    /// The allowed values, to follow "must be".
    package let allowed: String
    /// Whether the value is a password: it is then shown nowhere.
    var isSecret = false

    let notation: Notation
    /// What the key holds in the settings.
    let value: @Sendable (Settings) -> SettingValue
    /// Stores the value in the settings; false, with the settings unchanged, if it is not allowed.
    let put: @Sendable (TomlValue, inout Settings) -> Bool

    /// The default as TOML.
    package var defaultText: String { TomlText.value(value(Settings())) }

    /// What the key holds, with secrets masked.
    package func shown(of settings: Settings) -> SettingValue {
        let value = value(settings)
        return isSecret && value != .text("") ? .masked : value
    }

    /// The table the key stands in, `mood`.
    package var section: String {
        key.lastIndex(of: ".").map { String(key[..<$0]) } ?? ""
    }

    /// The key within its table, `threshold`.
    package var name: String {
        key.lastIndex(of: ".").map { String(key[key.index(after: $0)...]) } ?? key
    }
}

extension SettingRule {
    typealias Path<Value> = any WritableKeyPath<Settings, Value> & Sendable

    /// A number within a range, as a TOML float or integer.
    static func number(
        _ key: String, _ path: Path<Double>, _ range: ClosedRange<Double>, _ summary: String
    ) -> SettingRule {
        SettingRule(
            key: key, summary: summary,
            allowed: "a number from \(TomlText.number(range.lowerBound)) to \(TomlText.number(range.upperBound))",
            notation: .toml, value: { .number($0[keyPath: path]) }
        ) { value, settings in
            let number: Double
            switch value {
            case .number(let given): number = given
            case .integer(let given): number = Double(given)
            default: return false
            }
            guard range.contains(number) else { return false }
            settings[keyPath: path] = number
            return true
        }
    }

    /// One of a few whole numbers.
    static func number(_ key: String, _ path: Path<Int>, among allowed: [Int], _ summary: String) -> SettingRule {
        let words = allowed.map(String.init)
        return SettingRule(
            key: key, summary: summary,
            allowed: words.dropLast().joined(separator: ", ") + " or " + (words.last ?? ""), notation: .toml,
            value: { .number(Double($0[keyPath: path])) }
        ) { value, settings in
            let number: Double
            switch value {
            case .number(let given): number = given
            case .integer(let given): number = Double(given)
            default: return false
            }
            guard let whole = Int(exactly: number), allowed.contains(whole) else { return false }
            settings[keyPath: path] = whole
            return true
        }
    }

    /// `true` or `false`.
    static func flag(_ key: String, _ path: Path<Bool>, _ summary: String) -> SettingRule {
        SettingRule(
            key: key, summary: summary, allowed: "true or false", notation: .toml, value: { .flag($0[keyPath: path]) }
        ) { value, settings in
            guard case .boolean(let flag) = value else { return false }
            settings[keyPath: path] = flag
            return true
        }
    }

    /// One of a few words.
    static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ key: String, _ path: Path<Choice>, _ summary: String
    ) -> SettingRule {
        SettingRule(
            key: key, summary: summary, allowed: TomlText.alternatives(Choice.allCases.map(\.rawValue)),
            notation: .text, value: { .text($0[keyPath: path].rawValue) }
        ) { value, settings in
            guard case .string(let word) = value, let choice = Choice(rawValue: word) else { return false }
            settings[keyPath: path] = choice
            return true
        }
    }

    /// A text; `clean` gives the value to keep, or nil for one that is not allowed. A secret one is a password.
    static func text(
        _ key: String, _ path: Path<String>, allowed: String, isSecret: Bool = false, _ summary: String,
        clean: @escaping @Sendable (String) -> String?
    ) -> SettingRule {
        SettingRule(
            key: key, summary: summary, allowed: allowed, isSecret: isSecret, notation: .text,
            value: { .text($0[keyPath: path]) }
        ) { value, settings in
            guard case .string(let given) = value, let text = clean(given) else { return false }
            settings[keyPath: path] = text
            return true
        }
    }

    /// Folders, each absolute or below `~/`, none twice.
    static func paths(_ key: String, _ path: Path<[String]>, _ summary: String) -> SettingRule {
        SettingRule(
            key: key, summary: summary,
            allowed: "a list of absolute paths or paths that begin with ~/, none twice, 32 at most", notation: .paths,
            value: { .list($0[keyPath: path]) }
        ) { value, settings in
            guard case .array(let elements) = value else { return false }
            let folders = elements.compactMap { element -> String? in
                guard case .string(let given) = element, !given.isEmpty else { return nil }
                return TextRules.folder(given)
            }
            guard folders.count == elements.count, Set(folders).count == folders.count, folders.count <= 32 else {
                return false
            }
            settings[keyPath: path] = folders
            return true
        }
    }

    /// Names of programs as they call themselves on a bus, none twice.
    static func names(_ key: String, _ path: Path<[String]>, _ summary: String) -> SettingRule {
        texts(
            key, path, notation: .list,
            allowed: "a list of names (up to 64 letters, digits, -, _ and .), none twice, 32 at most", summary
        ) { $0.count <= 32 && Set($0).count == $0.count && $0.allSatisfy(TextRules.isProgramName) }
    }

    /// A program and its arguments, or nothing.
    static func command(_ key: String, _ path: Path<[String]>, _ summary: String) -> SettingRule {
        texts(
            key, path, notation: .paths,
            allowed:
                "a list of a program, by a name or an absolute path, and its arguments in one line each, 64 at most",
            summary
        ) { $0.count <= 64 && TextRules.isCommand($0) }
    }

    private static func texts(
        _ key: String, _ path: Path<[String]>, notation: Notation, allowed: String, _ summary: String,
        isGood: @escaping @Sendable ([String]) -> Bool
    ) -> SettingRule {
        SettingRule(
            key: key, summary: summary, allowed: allowed, notation: notation, value: { .list($0[keyPath: path]) }
        ) { value, settings in
            guard case .array(let elements) = value else { return false }
            let texts = elements.compactMap { element -> String? in
                guard case .string(let text) = element else { return nil }
                return text
            }
            guard texts.count == elements.count, isGood(texts) else { return false }
            settings[keyPath: path] = texts
            return true
        }
    }

    /// At least one of a few words, none twice.
    static func words<Word: RawRepresentable<String> & CaseIterable & Hashable & Sendable>(
        _ key: String, of _: Word.Type, _ summary: String,
        get: @escaping @Sendable (Settings) -> [Word],
        set: @escaping @Sendable ([Word], inout Settings) -> Void
    ) -> SettingRule {
        let known = Word.allCases.map { TomlText.quoted($0.rawValue) }.joined(separator: ", ")
        return SettingRule(
            key: key, summary: summary, allowed: "a list of at least one of \(known), none twice", notation: .list,
            value: { .list(get($0).map(\.rawValue)) }
        ) { value, settings in
            guard case .array(let elements) = value else { return false }
            let words = elements.compactMap { element -> Word? in
                guard case .string(let word) = element else { return nil }
                return Word(rawValue: word)
            }
            guard !words.isEmpty, words.count == elements.count, Set(words).count == words.count else { return false }
            set(words, &settings)
            return true
        }
    }
}
