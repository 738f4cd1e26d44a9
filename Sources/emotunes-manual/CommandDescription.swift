/// A program as `--experimental-dump-help` describes it; what a page does not need is left out.
struct ProgramDescription: Decodable {
    var command: CommandDescription
}

/// A command with its arguments and subcommands.
struct CommandDescription: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var arguments: [ArgumentDescription]?
    var subcommands: [CommandDescription]?

    /// What is worth a line; help and version are the same everywhere.
    var shownArguments: [ArgumentDescription] {
        (arguments ?? []).filter { $0.shouldDisplay && !["help", "version"].contains($0.preferredName?.name) }
    }

    var shownSubcommands: [CommandDescription] { (subcommands ?? []).filter { $0.commandName != "help" } }
}

/// An option, a flag or a positional argument.
struct ArgumentDescription: Decodable {
    enum Kind: String, Decodable {
        case positional, option, flag
    }

    struct Name: Decodable {
        var kind: String
        var name: String

        /// As it is typed.
        var spelling: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    var kind: Kind
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var preferredName: Name?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?
    var discussion: String?
}
