import ArgumentParser
import ControlProtocol
import ControlSocket

struct PageCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "page", abstract: "Write mood, day and songs as a page for the browser.",
        discussion: """
            One HTML file, light or dark as the desktop is, readable on a phone. Album covers come from Spotify when the \
            page is looked at; nothing else is loaded.

            With --live a page that changes by itself, in the browser, for as long as the command runs or the page is open; \
            the address works once and on this machine only. It likes, dislikes, pauses, makes another list, plays where a \
            player can, and takes your word for how you feel.
            """)

    @Flag(help: "Open it in the browser.")
    var open = false

    @Option(help: ArgumentHelp("Where to write it; ~/.cache/emotunes/page.html if left out.", valueName: "file"))
    var output: String?

    @Flag(help: "Show a page that changes by itself, and open it in the browser; the address is on the first line.")
    var live = false

    @Flag(help: "With --live: only say the address.")
    var noOpen = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard !live || (output == nil && !open) else {
            throw ValidationError(
                "--live writes no file and opens the browser by itself; leave --output and --open out")
        }
        guard live || !noOpen else { throw ValidationError("--no-open belongs to --live") }
    }

    func run(in context: ControlContext) throws {
        if live {
            // Started from a menu there is no terminal to complain in: the page waits for the daemon, and says so.
            do throws(ControlClientError) {
                _ = try connection.connect(in: context)
            } catch {
                guard case .noDaemon = error else { throw error }
            }
            throw context.becomePage((noOpen ? [] : ["--open"]) + (connection.socket.map { ["--socket", $0] } ?? []))
        }
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
