/// A manual page in mdoc(7), made of what a program says about itself.
struct ManualPage {
    let program: CommandDescription
    /// 1 for commands, 8 for daemons.
    let section: Int
    /// As mdoc writes it: `March 1, 2026`.
    let date: String
    let version: String
    /// The pages to look at next, `name` and `section`.
    let others: [(name: String, section: Int)]

    /// A paragraph that begins so gets a section of its own.
    private static let ownSections = [("Files:", "FILES"), ("Exit status:", "EXIT STATUS")]

    /// The whole page.
    var text: String {
        let name = program.commandName
        var lines = [
            ".Dd \(date)", ".Dt \(name.uppercased()) \(section)", ".Os EmoTunes \(version)", ".Sh NAME", ".Nm \(name)",
            ".Nd \(headline)", ".Sh SYNOPSIS", ".Nm",
        ]
        lines += program.shownArguments.flatMap(synopsis)
        if !program.shownSubcommands.isEmpty { lines += [".Ar command", ".Op Ar option ..."] }
        let paragraphs = (program.discussion ?? "").split(separator: "\n\n").map(String.init)
        let general = paragraphs.filter { paragraph in !Self.ownSections.contains { paragraph.hasPrefix($0.0) } }
        lines += [".Sh DESCRIPTION"] + sentences(program.abstract ?? "") + general.flatMap { [".Pp"] + sentences($0) }
        lines += options(program, heading: [".Pp", "The options are:"])
        if !program.shownSubcommands.isEmpty {
            lines += [".Sh COMMANDS"] + program.shownSubcommands.flatMap { command($0, path: []) }
        }
        for (start, title) in Self.ownSections {
            guard let paragraph = paragraphs.first(where: { $0.hasPrefix(start) }) else { continue }
            lines += [".Sh \(title)"] + sentences(capitalised(paragraph.dropFirst(start.count).drop { $0 == " " }))
        }
        let references = others.filter { $0.name != name }.sorted { ($0.section, $0.name) < ($1.section, $1.name) }
        lines.append(".Sh SEE ALSO")
        lines += references.enumerated().map { index, page in
            ".Xr \(page.name) \(page.section)" + (index < references.count - 1 ? " ," : "")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A page's headline is no sentence.
    private var headline: String {
        let text = program.abstract ?? program.commandName
        return escaped(String(text.prefix(1).lowercased() + text.dropFirst().prefix { $0 != "." }))
    }

    private func command(_ command: CommandDescription, path: [String]) -> [String] {
        let path = path + [command.commandName]
        guard command.shownSubcommands.isEmpty else {
            return command.shownSubcommands.flatMap { self.command($0, path: path) }
        }
        var lines = [".Ss \(path.joined(separator: " "))", ".Nm", ".Cm \(path.joined(separator: " "))"]
        lines += command.shownArguments.flatMap(synopsis) + [".Pp"] + sentences(command.abstract ?? "")
        lines += (command.discussion ?? "").split(separator: "\n\n").flatMap { [".Pp"] + sentences(String($0)) }
        return lines + options(command, heading: [])
    }

    /// An argument as it stands in a synopsis.
    private func synopsis(_ argument: ArgumentDescription) -> [String] {
        let words = "\(typed(argument))\(argument.isRepeating ? " ..." : "")"
        return [argument.isOptional || argument.isRepeating ? ".Op \(words)" : ".\(words)"]
    }

    private func typed(_ argument: ArgumentDescription) -> String {
        let value = "Ar \(escaped(argument.valueName ?? "value"))"
        guard let name = argument.preferredName, argument.kind != .positional else { return value }
        return "Fl \(escaped(String(name.spelling.dropFirst())))" + (argument.kind == .option ? " \(value)" : "")
    }

    private func options(_ command: CommandDescription, heading: [String]) -> [String] {
        guard !command.shownArguments.isEmpty else { return [] }
        let items = command.shownArguments.flatMap { argument in
            let names = (argument.names ?? []).filter { $0.name != argument.preferredName?.name }
                .map { " , Fl \(escaped(String($0.spelling.dropFirst())))" }.joined()
            let values = argument.allValues.map { ["One of \($0.joined(separator: ", "))."] } ?? []
            return [".It \(typed(argument))\(names)"]
                + ([argument.abstract, argument.discussion].compactMap(\.self) + values).flatMap(sentences)
        }
        return heading + [".Bl -tag -width Ds"] + items + [".El"]
    }

    /// Prose, a sentence a line as roff wants it, with what stands in backticks in bold.
    private func sentences(_ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if [".", "?", "!"].contains(line.last), line.count > 3, word.first?.isUppercase == true {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map { line in
            let parts = escaped(line).split(separator: "`", omittingEmptySubsequences: false)
            let marked = parts.enumerated().map { $0.isMultiple(of: 2) ? String($1) : "\\fB\($1)\\fR" }.joined()
            return marked.first == "." || marked.first == "'" ? "\\&" + marked : marked
        }
    }

    private func escaped(_ text: String) -> String { text.replacing("\\", with: "\\e") }

    private func capitalised(_ text: Substring) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
