import ArgumentParser
import ControlProtocol
import ControlSocket

struct LibraryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "library", abstract: "Show what was found in your music folders, and why not more.",
        discussion: """
            music.folders names the folders. A song needs an artist and a title, from its tags or its name; its mood comes \
            from an imported table, from its own MOOD tag, from its sound, or is guessed by artist and genre.
            """,
        subcommands: [LibraryShowCommand.self, LibraryScanCommand.self], defaultSubcommand: LibraryShowCommand.self)
}

struct LibraryShowCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what was found (the default).")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        let library = try client.call(.getLibrary, timeout: .seconds(30))["library"]
        try output.show(library, in: context, as: LibraryReport.self) {
            LibraryText(report: $0, style: context.style).lines
        }
    }
}

struct LibraryScanCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Look through the music folders now, and show how far it is.",
        discussion: "EmoTunes notices changes by itself; this is for folders of another machine, which tell of none.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        _ = try client.call(.scanLibrary)
        try follow(in: context)
        let library = try client.call(.getLibrary, timeout: .seconds(30))["library"]
        try output.show(library, in: context, as: LibraryReport.self) {
            LibraryText(report: $0, style: context.style).lines
        }
    }

    /// Shows on standard error how far it is, until it is done.
    private func follow(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        try client.send(VarlinkCall(method: ControlMethod.monitor.fullName, more: true))
        var told = ""
        defer { if context.isErrorTerminal, !told.isEmpty { context.writeError("\r\u{1B}[K") } }
        while true {
            guard let reply = try client.nextReply(timeout: .seconds(3600)) else { return }
            let status = try? reply.parameters["status"]?.withoutControlCharacters.decoded(as: Status.self)
            guard let library = status?.library, library.state == .scanning, reply.continues else { return }
            if context.isErrorTerminal, library.detail != told {
                told = library.detail
                let width = (context.terminalSize()?.columns ?? 80) - 1
                context.writeError("\r" + Columns.cut(told, width) + "\u{1B}[K")
            }
        }
    }
}

/// The library for people.
struct LibraryText {
    let report: LibraryReport
    let style: Style

    var lines: [String] {
        guard report.state != .off else {
            return [
                style.dim("No music folder is named yet. This names one:"),
                "  emotunesctl config set music.folders ~/Music && emotunesctl reload",
            ]
        }
        var lines = ["\(style.bold("\(grouped(report.tracks)) songs")) in \(grouped(report.files)) files; \(chooses)"]
        lines += report.folders.map { folder in
            let detail = folder.detail.isEmpty ? "" : ": \(folder.detail)"
            return "  \(word(folder.state))\(folder.path)\(detail)"
        }
        lines.append("  known by tags: \(grouped(report.tagged)) files; by name: \(grouped(report.named))")
        lines.append(
            "  mood from a table: \(grouped(report.moodFromTable)) songs; from their MOOD tag: "
                + "\(grouped(report.moodFromTag)); from their sound: \(grouped(report.moodFromSound ?? 0)); guessed by artist and genre: \(grouped(report.moodGuessed)); "
                + "unknown: \(grouped(report.moodUnknown))")
        if let unheard = report.unheard, unheard > 0 {
            let waits = report.listeningWaits == true ? "; that waits until the machine is not on battery" : ""
            lines.append("  still to be listened to: \(grouped(unheard)) \(unheard == 1 ? "file" : "files")\(waits)")
        }
        if !report.formats.isEmpty {
            let formats = report.formats.map { "\(grouped($0.files)) \($0.name)" }
            lines.append("  formats: " + formats.joined(separator: ", "))
        }
        for problem in report.problems {
            lines.append(
                style.attention("  \(grouped(problem.files)) \(problem.files == 1 ? "file" : "files"): ")
                    + problem.reason)
            lines += problem.examples.map { style.dim("      \($0)") }
        }
        return lines
    }

    private var chooses: String {
        report.chooses == .playable
            ? "lists hold only these songs" : "lists hold songs of the whole catalogue (music.choose)"
    }

    private func word(_ state: LibraryStateName) -> String {
        switch state {
        case .ready, .off, .unrecognised: ""
        case .scanning: style.attention("being looked through: ")
        case .unreachable: style.bad("unreachable: ")
        }
    }
}
