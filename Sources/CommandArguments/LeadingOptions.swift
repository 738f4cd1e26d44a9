package import ArgumentParser

/// Lets options that many commands share stand before the command: `emotunesctl --json status`.
///
/// `CommandArguments` is what the command lines of several programs have in common. ArgumentParser reads a command's options behind its name only. Declared on the root as well, they would be accepted
/// by every command, also by those that have no use for them; so they are moved behind the command's name instead.
package struct LeadingOptions {
    private let takesValue: [String: Bool]

    /// - Parameter takesValue: whether a value follows, for each option that may stand before the command.
    package init(_ takesValue: [String: Bool]) {
        self.takesValue = takesValue
    }

    /// The arguments with leading options behind the name of the command (of the innermost one: `catalogue info`).
    ///
    /// If they name no command, the leading options are left out, so that ArgumentParser reports the error in the rest,
    /// or prints the help that it asks for.
    /// - Throws: `ValidationError` if there are leading options, and behind them neither a command nor one that stands for
    ///   its most usual part (`config` for `config show`).
    package func moved(in arguments: [String], of root: any ParsableCommand.Type) throws -> [String] {
        var options: [String] = []
        var names: [String] = []
        var rest = arguments[...]
        var command = root
        while !command.configuration.subcommands.isEmpty, let word = rest.first {
            if let needsValue = takesValue[String(word.prefix { $0 != "=" })] {
                let count = needsValue && !word.contains("=") ? 2 : 1
                options += rest.prefix(count)
                rest = rest.dropFirst(count)
            } else if let next = command.configuration.subcommands.first(where: { $0.answers(to: word) }) {
                names.append(word)
                rest = rest.dropFirst()
                command = next
            } else {
                return names + rest
            }
        }
        let configuration = command.configuration
        guard options.isEmpty || configuration.subcommands.isEmpty || configuration.defaultSubcommand != nil else {
            throw ValidationError("A command must follow \(options.joined(separator: " ")).")
        }
        return names + options + rest
    }
}

extension ParsableCommand {
    fileprivate static func answers(to name: String) -> Bool {
        configuration.commandName == name || configuration.aliases.contains(name)
    }
}
