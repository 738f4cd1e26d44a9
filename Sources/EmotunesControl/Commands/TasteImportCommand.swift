import ArgumentParser
import ControlProtocol
import ControlSocket
import FoundationEssentials

/// `emotunesctl taste import`: lists of what a person likes or heard.
struct TasteImportCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in a list of songs you like or heard.",
        discussion: """
            Playlists (M3U, XSPF, JSPF), what ListenBrainz and Last.fm export of what you heard and loved, and any table \
            with a column for artist and title. What was heard more often counts for more. Nothing is sent anywhere. The \
            same name again takes the list's place.
            """)

    @Argument(help: "The file.", completion: .file())
    var file: String
    @Option(help: ArgumentHelp("What to call it instead of the file's name.", valueName: "name"))
    var name: String?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        let list = try context.tasteFile(file)
        let name = self.name ?? String(file.split(separator: "/").last ?? "list")
        var client = try connection.connect(in: context)
        let songs = list.songs
        let reply = try client.call(
            .importTaste, ["name": .string(name), "songs": try JSONValue(encoding: songs)], timeout: .seconds(30))
        let known = (try? reply["known"]?.decoded(as: Int.self)) ?? 0
        var sentence = "Took in \(songs.count) \(songs.count == 1 ? "song" : "songs") of \(name), "
        sentence += "\(known) of them in the catalogue."
        if list.total > songs.count { sentence += " Of \(list.total) those that tell most were taken." }
        if list.unknown > 0 { sentence += " \(list.unknown) entries do not say artist and title." }
        if known == 0 {
            sentence += " The others still tell by their artists; `emotunesctl catalogue import` brings more songs."
        }
        try output.confirm(sentence, &client, in: context)
    }
}

/// `emotunesctl taste clear`: takes back what was said and imported.
struct TasteClearCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Take back what you said with `taste set`, and imported lists.",
        discussion: "What was said of single songs stays; `taste --reset` forgets that.")

    @Argument(help: "Only the list of that name.")
    var name: String?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        let reply = try client.call(.forgetTaste, name.map { ["name": .string($0)] } ?? [:])
        let count = (try? reply["forgotten"]?.decoded(as: Int.self)) ?? 0
        if let name, count == 0 {
            throw CommandFailure(message: "no list \(name) was imported", mend: "emotunesctl taste")
        }
        try output.confirm(
            name.map { "Forgot the list \($0)." }
                ?? (count == 0 ? "There was nothing to forget." : "Forgot what you said you like, and imported lists."),
            &client, in: context)
    }
}
