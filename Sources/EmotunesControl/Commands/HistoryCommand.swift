import ArgumentParser
import ControlProtocol
import ControlSocket

struct HistoryCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show which moods, shifts and playlists there were lately.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        try output.show(client.call(.getHistory)["history"], in: context, as: History.self) {
            HistoryText(history: $0, now: context.now(), calendar: context.calendar, style: context.style).lines
        }
    }
}
