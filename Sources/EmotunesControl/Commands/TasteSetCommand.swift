import ArgumentParser
import ControlProtocol
import ControlSocket

/// `emotunesctl taste set`: what a person likes, said in words.
struct TasteSetCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Say what you like: kinds of music, artists, languages, years.",
        discussion: """
            What is given takes the place of what was said of it before; the rest stays. An empty word takes it back: \
            --genre "". Without options it shows what was said.
            """)

    @Option(help: ArgumentHelp("A kind of music; may be given more than once.", valueName: "genre"))
    var genre: [String] = []
    @Option(help: ArgumentHelp("An artist; may be given more than once.", valueName: "name"))
    var artist: [String] = []
    @Option(help: ArgumentHelp("A language that is sung; may be given more than once.", valueName: "language"))
    var language: [String] = []
    @Option(help: ArgumentHelp("The first year.", valueName: "year"))
    var from: Int?
    @Option(help: ArgumentHelp("The last year.", valueName: "year"))
    var to: Int?
    @Flag(help: "Any years again.")
    var anyYears = false

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        for year in [from, to].compactMap(\.self) where !(1000...2999).contains(year) {
            throw ValidationError("\(year) is no year; give one from 1000 to 2999.")
        }
        if let from, let to, from > to { throw ValidationError("--from \(from) is after --to \(to).") }
        if anyYears, from != nil || to != nil { throw ValidationError("--any-years: leave --from and --to out.") }
        if genre.count + artist.count + language.count > 100 { throw ValidationError("Name a hundred at most.") }
    }

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        let reply = try client.call(.getTaste)
        var stated = (try? reply["stated"]?.decoded(as: TasteStatement.self)) ?? TasteStatement()
        let old = stated
        if !genre.isEmpty { stated.genres = Self.words(genre) }
        if !artist.isEmpty { stated.artists = Self.words(artist) }
        if !language.isEmpty { stated.languages = Self.words(language) }
        if anyYears { (stated.from, stated.to) = (nil, nil) }
        stated.from = from ?? stated.from
        stated.to = to ?? stated.to
        if let first = stated.from, let last = stated.to, first > last {
            throw CommandFailure(
                message: "from \(first) to \(last) is no time", mend: "emotunesctl taste set --any-years")
        }
        if stated != old { _ = try client.call(.setTaste, ["stated": try JSONValue(encoding: stated)]) }
        try output.show(try client.call(.getTaste)["stated"], in: context, as: TasteStatement.self) {
            [TasteText.sentence($0)]
        }
    }

    /// Without empty ones.
    private static func words(_ given: [String]) -> [String] {
        given.map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    }
}

/// What was said of a taste, for people.
enum TasteText {
    /// "You like jazz and soul, Nina Simone, songs from 1960 to 1985."
    static func sentence(_ stated: TasteStatement) -> String {
        guard !stated.isEmpty else {
            return "You have not said what you like: `emotunesctl taste set --genre jazz --from 1960 --to 1985` does."
        }
        var parts = [stated.genres, stated.artists].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }
        if !stated.languages.isEmpty { parts.append("songs in " + stated.languages.joined(separator: ", ")) }
        switch (stated.from, stated.to) {
        case (let from?, let to?): parts.append("songs from \(from) to \(to)")
        case (let from?, nil): parts.append("songs from \(from) on")
        case (nil, let to?): parts.append("songs until \(to)")
        case (nil, nil): break
        }
        return "You like: " + parts.joined(separator: "; ") + "."
    }

    /// What was said and imported, in lines below the rest; nothing where nothing was.
    static func lines(_ listing: TasteListing, _ context: ControlContext) -> [String] {
        guard !listing.stated.isEmpty || !listing.imports.isEmpty else { return [] }
        var lines = [""]
        if !listing.stated.isEmpty { lines.append(sentence(listing.stated)) }
        lines += listing.imports.map { list in
            "Imported \(list.name): \(list.songs) \(list.songs == 1 ? "song" : "songs"), \(list.known) of them known."
        }
        return lines + [context.style.dim("`emotunesctl taste clear` takes it back.")]
    }
}
