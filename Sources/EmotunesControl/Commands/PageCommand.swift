import ArgumentParser
import ControlProtocol
import ControlSocket

struct PageCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "page", abstract: "Write mood, day and songs as a page for the browser.",
        discussion: """
            One HTML file, light or dark as the desktop is, readable on a phone. Album covers come from Spotify when the \
            page is looked at; nothing else is loaded.
            """)

    @Flag(help: "Open it in the browser.")
    var open = false

    @Option(help: ArgumentHelp("Where to write it; ~/.cache/emotunes/page.html if left out.", valueName: "file"))
    var output: String?

    @OptionGroup var connection: ConnectionOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        guard let path = output ?? PageFile.standardPath(environment: context.environment) else {
            throw CommandFailure(
                message: "there is no home folder; say where", mend: "emotunesctl page --output page.html")
        }
        guard
            let status = try? client.call(.getStatus)["status"]?.withoutControlCharacters.decoded(as: Status.self),
            let history = try? client.call(.getHistory)["history"]?.withoutControlCharacters.decoded(as: History.self)
        else { throw CommandFailure.otherVersion("") }
        var playlist: Playlist?
        if status.playlist != nil {
            playlist = try client.call(.getPlaylist)["playlist"]?.withoutControlCharacters.decoded(as: Playlist.self)
        }
        let page = PageDocument(
            status: status, playlist: playlist, history: history, now: context.now(), calendar: context.calendar)
        try PageFile.write(page.html, to: path)
        if open, path.hasPrefix("/") { context.open(PageFile.address(path)) }
        try context.write(path + "\n")
    }
}
