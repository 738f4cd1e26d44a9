import ArgumentParser
import ControlProtocol
import ControlSocket

struct StatusCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the mood, the camera and the playlist as they are now.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        try output.show(client.call(.getStatus)["status"], in: context, as: Status.self) {
            StatusText(status: $0, now: context.now(), calendar: context.calendar, style: context.style).lines
        }
    }
}
