import ArgumentParser
import Configuration
import ControlProtocol
import ControlSocket

/// The commands about settings. They ask the daemon; without one emotunesd's program reads the files for them.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show the settings and where each comes from, or change one.",
        discussion: """
            Settings are put together key by key; the last of these that has a key decides: the defaults, \
            `/etc/emotunes/emotunesd.toml`, its drop-ins (`emotunesd.toml.d/*.toml` beside it, by name), \
            `~/.config/emotunes/emotunesd.toml`, its drop-ins, and what emotunesd was started with as `--set`.
            """,
        subcommands: [ConfigShowCommand.self, ConfigGetCommand.self, ConfigSetCommand.self, ConfigUnsetCommand.self],
        defaultSubcommand: ConfigShowCommand.self)
}

/// The option that names the file.
struct SettingsFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("This file alone, in the place of yours and all others.", valueName: "file"),
        completion: .file())
    var config: String?
}

/// The argument that names a setting.
struct SettingKeyArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The setting, for example camera.when.", valueName: "key"),
        completion: .list(SettingSchema.rules.map(\.key)))
    var key: String

    func validate() throws {
        guard SettingSchema.rule(for: key) != nil else {
            throw ValidationError(SettingSchema.suggestion(for: key).withoutControlCharacters)
        }
    }

    /// The setting's rule.
    func rule() throws -> SettingRule {
        guard let rule = SettingSchema.rule(for: key) else {
            throw CommandFailure(
                message: SettingSchema.suggestion(for: key).withoutControlCharacters, mend: "emotunesctl config")
        }
        return rule
    }
}

struct ConfigShowCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show every setting, its value and where it comes from.",
        discussion: """
            The values are those the running daemon works with; without a daemon, those it would start with. Passwords \
            are shown as ***. A setting at its default has the origin "default", one given on the daemon's command line \
            "--set", any other the file and the line.
            """)

    @OptionGroup var file: SettingsFileOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        let present = try PresentSettings.find(file, connection, in: context)
        try context.show(JSONValue(encoding: present.listing), asJSON: output.json) { (listing: SettingsListing) in
            SettingsText(listing: listing, isDaemons: present.isDaemons, style: context.style).lines
        }
    }
}

struct ConfigGetCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Print the value of one setting.",
        discussion: "It is printed as it is, without quotes, a list with commas between its words.")

    @OptionGroup var setting: SettingKeyArgument
    @OptionGroup var file: SettingsFileOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        let listing = try PresentSettings.find(file, connection, in: context).listing
        guard let found = listing[setting.key] else {
            throw CommandFailure.otherVersion(": it has no \(setting.key)")
        }
        try context.show(JSONValue(encoding: found), asJSON: output.json) { (setting: Setting) in
            [setting.value.plain]
        }
    }
}

/// The settings that hold.
struct PresentSettings {
    var listing: SettingsListing
    /// Whether a running daemon told them; otherwise they are what it would start with.
    var isDaemons: Bool

    /// Asks the daemon, unless a file is named; without a daemon reads the files.
    static func find(
        _ file: SettingsFileOptions, _ connection: ConnectionOptions, in context: ControlContext
    ) throws -> PresentSettings {
        if file.config == nil {
            do throws(ControlClientError) {
                var client = try connection.connect(in: context)
                return PresentSettings(listing: try listing(of: &client), isDaemons: true)
            } catch {
                guard case .noDaemon = error else { throw error }
            }
        }
        let listing = try CommandFailure.wrapping {
            try context.settingsFiles.listing(file.config, context.locations())
        }
        return PresentSettings(listing: listing, isDaemons: false)
    }

    /// What the daemon works with.
    static func listing(of client: inout ControlClient) throws(ControlClientError) -> SettingsListing {
        let reply = JSONValue.object(try client.call(.getConfiguration))
        guard let listing = try? reply.decoded(as: SettingsListing.self) else {
            throw .malformedReply("no settings in it")
        }
        return listing
    }
}

/// The settings as a table for people.
struct SettingsText {
    let listing: SettingsListing
    let isDaemons: Bool
    let style: Style

    /// A longer value does not move the others' origins.
    private static let widestValue = 32

    var lines: [String] {
        let names = listing.settings.map { Columns.width($0.key) }.max() ?? 0
        let values = min(Self.widestValue, listing.settings.map { Columns.width($0.value.toml) }.max() ?? 0)
        let files = listing.files.isEmpty ? "no file" : listing.files.joined(separator: ", then ")
        let who =
            isDaemons ? "emotunesd works with these settings" : "emotunesd is not running; it would start with these"
        return listing.settings.map { setting in
            let isDefault = setting.origin == "\(SettingOrigin.standard)"
            let value = Columns.pad(setting.value.toml, values)
            return Columns.pad(setting.key, names) + "  " + (isDefault ? value : style.bold(value)) + "  "
                + style.dim(setting.origin)
        } + [style.dim("\(who). Read: \(files).")]
    }
}
