import ArgumentParser
import ControlProtocol
import ControlSocket

struct PlaylistCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "playlist", abstract: "Show the newest playlist.")

    @Flag(help: "Say for each track why it was chosen.")
    var why = false

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        try show(&client, in: context)
    }

    private func show(_ client: inout ControlClient, in context: ControlContext) throws {
        try output.show(client.call(.getPlaylist)["playlist"], in: context, as: Playlist.self) {
            PlaylistText(playlist: $0, explains: why, context: context).lines
        }
    }
}
