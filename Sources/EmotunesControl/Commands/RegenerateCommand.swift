import ArgumentParser
import ControlProtocol
import ControlSocket

struct RegenerateCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "regenerate", abstract: "Make a new playlist now, and show it.")

    @Option(
        help: ArgumentHelp("For this mood: \(MoodName.words.joined(separator: ", ")).", valueName: "mood"),
        transform: { word in
            guard MoodName.words.contains(word) else {
                throw ValidationError("the moods are \(MoodName.words.joined(separator: ", ")).")
            }
            return word
        })
    var mood: String?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        _ = try client.call(.regenerate, ["mood": mood.map { .string($0) } ?? .null], timeout: .seconds(60))
        try output.show(client.call(.getPlaylist)["playlist"], in: context, as: Playlist.self) {
            PlaylistText(playlist: $0, explains: false, context: context).lines
        }
    }
}
