package import ControlProtocol

/// The settings a daemon runs with, and where each comes from.
///
/// `Configuration` reads settings from files, drop-ins and flags, changes a key in a file, and finds the program's
/// folders. It knows `Emotions`, `Songs`, the control interface's types and the TOML parser.
package struct Configuration: Sendable, Equatable {
    /// The settings, checked against the schema.
    package var settings: Settings
    /// The files that were read, in the order in which they take effect; none if the defaults hold.
    package var files: [String]
    /// Where the values come from that are not ``SettingOrigin/standard``, by key.
    private var origins: [String: SettingOrigin]

    init(settings: Settings, files: [String], origins: [String: SettingOrigin]) {
        self.settings = settings
        self.files = files
        self.origins = origins
    }

    /// Reads the settings, layer by layer and key by key, a later layer having the last word: the defaults; the
    /// system's file and its drop-ins; the user's file and its drop-ins; each `--set`.
    ///
    /// A mistake in any layer refuses all of them.
    ///
    /// - Parameters:
    ///   - file: what followed `--config`, read in the place of every file and drop-in; nil without that flag.
    ///   - overrides: what followed each `--set`, in order.
    ///   - locations: where the user's and the system's files are; the running process's unless given.
    /// - Throws: everything that is wrong with files and flags. Exit with ``ConfigurationError/exitStatus`` then.
    package static func load(
        file: String? = nil, overrides: [String] = [], locations: Locations = Locations()
    ) throws(ConfigurationError) -> Configuration {
        var layers = SettingsLayers()
        if let file {
            if !layers.add(file: file) { layers.miss("--config \(file)", "there is no such file") }
        } else {
            for file in locations.configurationFiles { layers.addWithDropIns(file) }
        }
        for override in overrides { layers.add(override: override) }
        return try layers.configuration()
    }

    /// Where a key's value comes from.
    package func origin(of key: String) -> SettingOrigin { origins[key] ?? .standard }

    /// The files for people: `A, then B`, or `the defaults`.
    package var filesInWords: String {
        files.isEmpty ? "the defaults" : files.joined(separator: ", then ")
    }

    /// Every setting and its origin, with passwords masked.
    ///
    /// - Parameter source: what followed the daemon's `--source`, which stands above `camera.source`.
    package func listing(source: String? = nil) -> SettingsListing {
        var listing = SettingsListing(
            settings: SettingSchema.rules.map { rule in
                Setting(key: rule.key, value: rule.shown(of: settings), origin: origin(of: rule.key).description)
            }, files: files)
        if let source, let index = listing.settings.firstIndex(where: { $0.key == "camera.source" }) {
            listing.settings[index].value = .text(source)
            listing.settings[index].origin = "\(SettingOrigin.option("--source"))"
        }
        return listing
    }
}
