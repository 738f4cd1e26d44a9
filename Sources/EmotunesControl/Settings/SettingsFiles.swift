package import Configuration
package import ControlProtocol

/// A change of one key in a settings file.
package enum SettingEdit: Sendable {
    /// To a value as a person writes it.
    case set(SettingRule, String)
    case unset(SettingRule)
}

/// A value that its setting cannot have.
package struct WrongSettingValue: Error {
    package let rule: SettingRule

    package init(rule: SettingRule) {
        self.rule = rule
    }
}

/// The files that settings are kept in. `emotunesctl` itself must not read them, nor values as TOML has them: it is linked
/// without what C++'s exceptions are caught by, and by these the TOML library tells of mistakes. It goes on as emotunesd's
/// program.
package struct SettingsFiles {
    /// What the files say: the one named, or those of all layers. Throws what is wrong with one, in words.
    package var listing: (String?, Locations) throws -> SettingsListing = { _, _ in
        try DaemonProgram.goOn(with: Array(CommandLine.arguments.dropFirst()))
    }
    /// Changes one key in the file at a path; the answer is whether it sets the key afterwards. Throws
    /// `WrongSettingValue`, or what is wrong with the file, in words.
    package var change: (String, SettingEdit, Locations) throws -> Bool = { _, _, _ in
        try DaemonProgram.goOn(with: Array(CommandLine.arguments.dropFirst()))
    }

    package init() {}

    package init(
        listing: @escaping (String?, Locations) throws -> SettingsListing,
        change: @escaping (String, SettingEdit, Locations) throws -> Bool
    ) {
        self.listing = listing
        self.change = change
    }
}
