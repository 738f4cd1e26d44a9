import ArgumentParser
import Configuration
import ControlProtocol
import ControlSocket
import Glibc

struct ConfigSetCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change one setting in your file.",
        discussion: """
            Writes `~/.config/emotunes/emotunesd.toml`, in one step, and leaves its other lines and comments as they \
            are. A running daemon reads its settings again. If another layer has the last word on the setting, that is said.
            """)

    @OptionGroup var setting: SettingKeyArgument
    @Argument(help: "The value, without quotes; a list as words with commas between.")
    var value: String
    @OptionGroup var file: SettingsFileOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        let rule = try setting.rule()
        let change = SettingChange(rule: rule, file: file, connection: connection, output: output, context: context)
        do {
            try change.carryOut(.set(rule, value))
        } catch let wrong as WrongSettingValue {
            throw WrongArguments(message: "\(wrong.rule.key) must be \(wrong.rule.allowed).", command: Self.self)
        }
    }
}

struct ConfigUnsetCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset", abstract: "Take one setting out of your file.",
        discussion: """
            Its line is commented out, with the default in it; the machine's file or the default then holds. A running \
            daemon reads its settings again.
            """)

    @OptionGroup var setting: SettingKeyArgument
    @OptionGroup var file: SettingsFileOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        let rule = try setting.rule()
        let change = SettingChange(rule: rule, file: file, connection: connection, output: output, context: context)
        try change.carryOut(.unset(rule))
    }
}

/// A change of one key in the user's file: written, taken over by a running daemon, and what then holds said.
struct SettingChange {
    let rule: SettingRule
    let file: SettingsFileOptions
    let connection: ConnectionOptions
    let output: OutputOptions
    let context: ControlContext

    /// Makes the change and prints what came of it.
    func carryOut(_ edit: SettingEdit) throws {
        guard let path = given ?? context.locations().userConfigurationFile else {
            throw CommandFailure(
                message: "there is no home folder to keep settings in: set HOME, or name the file",
                mend: "emotunesctl help config set")
        }
        let isSet = try context.settingsFiles.change(path, edit, context.locations())
        let outcome = try reloaded(path, isSet)
        guard !output.json else {
            try context.write(JSONValue(encoding: outcome.setting).prettyText + "\n")
            return
        }
        let sentences = [done(path, isSet) + "."] + outcome.sentences(isSet: isSet, path: path)
        try context.write(sentences.map(\.withoutControlCharacters).joined(separator: "\n") + "\n")
    }

    private func done(_ path: String, _ isSet: Bool) -> String {
        isSet ? "\(rule.key) is set in \(path)" : "\(path) does not set \(rule.key)"
    }

    /// The file named with --config, absolute as a daemon's origins are.
    private var given: String? {
        file.config.map { file in
            guard !file.hasPrefix("/"), let folder = getcwd(nil, 0) else { return file }
            defer { free(folder) }
            return String(cString: folder) + "/" + file
        }
    }

    /// Has a running daemon read its settings again; what then holds.
    private func reloaded(_ path: String, _ isSet: Bool) throws -> Outcome {
        do throws(ControlClientError) {
            var client = try connection.connect(in: context)
            _ = try client.call(.reload)
            let listing = try PresentSettings.listing(of: &client)
            guard let setting = listing[rule.key] else { throw .malformedReply("no \(rule.key) in it") }
            return Outcome(setting: setting, files: listing.files, kind: .reloaded)
        } catch {
            switch error {
            case .noDaemon: return try fromFiles(notRunning(path), path, isSet)
            case .denied: return try fromFiles(.notAsked("\(error)"), path, isSet)
            case .refused(.reloadFailed(let message)):
                // One that would not start again with a mistake in its settings must not be restarted.
                throw CommandFailure(
                    message: "\(done(path, isSet)), but the running emotunesd keeps its old settings: \(message)",
                    mend: message.contains("takes a restart")
                        ? "systemctl --user restart emotunesd" : "emotunesctl doctor")
            default: throw error
            }
        }
    }

    private func notRunning(_ path: String) -> Outcome.Kind {
        let locations = context.locations()
        if !locations.isRead(path) { return .readByNobody }
        return locations.isOfTheMachine(path) ? .readByEverybody : .notRunning
    }

    private func fromFiles(_ kind: Outcome.Kind, _ path: String, _ isSet: Bool) throws -> Outcome {
        let locations = context.locations(), listing: SettingsListing
        do {
            // A file that is one of the layers is read with the others.
            listing = try context.settingsFiles.listing(locations.isRead(path) ? nil : given, locations)
        } catch {
            throw CommandFailure(
                message: "\(done(path, isSet)), but emotunesd would not start: \(error)".withoutControlCharacters,
                mend: "emotunesctl doctor")
        }
        guard let setting = listing[rule.key] else {
            throw CommandFailure(message: "there is no \(rule.key)", mend: "emotunesctl config")
        }
        return Outcome(setting: setting, files: listing.files, kind: kind)
    }

    /// What holds after the change.
    struct Outcome {
        enum Kind {
            /// The daemon has read its settings again.
            case reloaded
            /// There is no daemon.
            case notRunning
            /// There is none of this person's, and the file is the machine's.
            case readByEverybody
            /// There is none, and it would not read the file unless it is told to.
            case readByNobody
            /// There is one that is not ours, for this reason.
            case notAsked(String)
        }

        var setting: Setting
        var files: [String]
        var kind: Kind

        func sentences(isSet: Bool, path: String) -> [String] {
            let value = "\(setting.value.toml), from \(setting.origin)"
            let isOurs = setting.origin.hasPrefix(path + ":")
            var sentences: [String] = []
            if isSet, !isOurs {
                let isRead = files.contains(path)
                sentences.append(
                    isRead
                        ? "But another layer has the last word: \(value)."
                        : "But emotunesd does not read that file; it has \(value).")
            } else if !isSet {
                sentences.append("What holds is \(value).")
            }
            switch kind {
            case .reloaded:
                sentences.append(
                    isSet && isOurs ? "emotunesd works with it now." : "emotunesd has read its settings again.")
            case .notRunning: sentences.append("emotunesd is not running; it reads this when it starts.")
            case .readByEverybody:
                sentences.append(
                    "No emotunesd of yours is running; other people's read this when they start, or at their "
                        + "`emotunesctl reload`.")
            case .readByNobody:
                sentences.append("emotunesd reads this only when it is started with `--config \(path)`.")
            case .notAsked(let why):
                sentences.append("The running emotunesd was not told (\(why)): `emotunesctl reload`.")
            }
            return sentences
        }
    }
}
