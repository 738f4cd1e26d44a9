import ArgumentParser
import ControlProtocol
import ControlSocket

struct HistoryCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show which moods, shifts and playlists there were lately.")

    @Option(
        help: ArgumentHelp(
            "Draw the last 24 hours into this file instead, as an SVG picture.", valueName: "file"),
        completion: .file(extensions: ["svg"]))
    var plot: String?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if plot != nil, output.json {
            throw ValidationError("--plot draws a picture and --json prints: use one of them.")
        }
    }

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        let object = try client.call(.getHistory)["history"]
        if let plot {
            try draw(object ?? .null, into: plot, in: context)
        } else {
            try output.show(object, in: context, as: History.self) {
                HistoryText(history: $0, now: context.now(), calendar: context.calendar, style: context.style).lines
            }
        }
    }

    private func draw(_ object: JSONValue, into path: String, in context: ControlContext) throws {
        guard let history = try? object.withoutControlCharacters.decoded(as: History.self) else {
            throw CommandFailure(message: "this emotunesd is of another version: its history cannot be read")
        }
        let drawing = HistoryPlot(history: history, end: context.now(), calendar: context.calendar)
        try OutputFile.write(drawing.svg, to: path)
        try context.write("Drew the last 24 hours into \(path).\n")
    }
}
