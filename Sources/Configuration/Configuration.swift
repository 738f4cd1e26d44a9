/// The settings a daemon runs with, and where they came from.
///
/// `Configuration` reads settings from files, flags and drop-ins, and finds the program's folders. It knows `Emotions`,
/// `Songs` and the TOML parser.
package struct Configuration: Sendable, Equatable {
    /// The settings, checked against the schema.
    package var settings: Settings
    /// The file that was read; nil if there is none and the defaults hold.
    package var file: String?

    /// Reads the settings: the file, then each `--set`, which takes precedence.
    ///
    /// The file is `--config` or else the first that exists of the user's and the system's; with none of them the
    /// defaults hold. A file with an error in any line is refused as a whole.
    ///
    /// - Parameters:
    ///   - file: what followed `--config`; nil without that flag.
    ///   - overrides: what followed each `--set`, in order.
    ///   - locations: where the user's and the system's files are; the running process's unless given.
    /// - Throws: everything that is wrong with the file, or else with the flags. Exit with
    ///   ``ConfigurationError/exitStatus`` then.
    package static func load(
        file: String? = nil, overrides: [String] = [], locations: Locations = Locations()
    ) throws(ConfigurationError) -> Configuration {
        var configuration: Configuration
        if let file {
            guard let given = try read(file) else {
                throw ConfigurationError(origin: "--config \(file)", "there is no such file")
            }
            configuration = given
        } else {
            configuration = try readFirst(of: locations.configurationFiles)
        }
        var problems: [ConfigurationError.Problem] = []
        for override in overrides {
            do throws(ConfigurationError) {
                try SettingOverride.apply(override, to: &configuration.settings)
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        return configuration
    }

    private static func readFirst(of files: [String]) throws(ConfigurationError) -> Configuration {
        for file in files {
            if let configuration = try read(file) { return configuration }
        }
        return Configuration(settings: Settings(), file: nil)
    }

    /// Nil if there is no such file.
    private static func read(_ file: String) throws(ConfigurationError) -> Configuration? {
        let bytes: [UInt8]
        do {
            bytes = try ConfigurationFile.bytes(at: file)
        } catch {
            if error.isMissing { return nil }
            throw ConfigurationError(origin: file, error.message)
        }
        return Configuration(settings: try SettingsReader.settings(from: bytes, origin: file), file: file)
    }
}
