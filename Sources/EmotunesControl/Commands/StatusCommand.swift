import ArgumentParser
import ControlProtocol
import ControlSocket

struct StatusCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the mood, the camera and the playlist as they are now.",
        discussion: "With --format, names in braces are replaced: \(StatusTemplate.names).")

    @Option(
        help: ArgumentHelp(
            "Print one line: text with names in braces, such as '{mood} {confidence}'.", valueName: "text"),
        transform: StatusTemplate.init(parsing:))
    var format: StatusTemplate?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if output.json, format != nil { throw ValidationError("--json and --format are two formats: use one of them.") }
    }

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        if let format {
            let answer = try client.call(.getStatus)["status"] ?? .null
            guard let status = try? answer.withoutControlCharacters.decoded(as: Status.self) else {
                throw CommandFailure.otherVersion("")
            }
            return try context.write(format.line(status) + "\n")
        }
        try output.show(client.call(.getStatus)["status"], in: context, as: Status.self) {
            StatusText(status: $0, now: context.now(), calendar: context.calendar, style: context.style).lines
        }
    }
}
