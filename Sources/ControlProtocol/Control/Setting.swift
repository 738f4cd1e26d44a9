/// One setting of the daemon: an element of `GetConfiguration` and of `emotunesctl config --json`.
package struct Setting: Codable, Sendable, Hashable {
    /// The dotted name, `camera.when`.
    package var key: String
    /// The value that holds; a password is replaced by `SettingValue.masked`.
    package var value: SettingValue
    /// Where it comes from: `FILE:LINE`, `default`, or the option (`--set`, `--source`).
    package var origin: String

    package init(key: String, value: SettingValue, origin: String) {
        self.key = key
        self.value = value
        self.origin = origin
    }
}

/// What a setting holds.
package enum SettingValue: Codable, Sendable, Hashable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case list([String])

    /// What is shown in the place of a password.
    package static let masked = SettingValue.text("***")

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .list(try container.decode([String].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number):
            // As it is written in a file: 2, not 2.0.
            if let whole = Int64(exactly: number) { try container.encode(whole) } else { try container.encode(number) }
        case .flag(let flag): try container.encode(flag)
        case .list(let words): try container.encode(words)
        }
    }
}

/// All settings of the daemon, and the files they come from: what `GetConfiguration` returns.
package struct SettingsListing: Codable, Sendable, Hashable {
    /// Every key, in the order of the shipped file.
    package var settings: [Setting]
    /// The files that were read, in the order in which they take effect: a later one has the last word on its keys.
    package var files: [String]

    package init(settings: [Setting], files: [String]) {
        self.settings = settings
        self.files = files
    }

    /// The setting of that key, if there is one.
    package subscript(key: String) -> Setting? {
        settings.first { $0.key == key }
    }
}
