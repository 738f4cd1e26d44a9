import ArgumentParser

struct CatalogueReportCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Draw the catalogue: moods, sound, years, artists, popularity.",
        discussion: """
            Writes index.html, which needs nothing else, and each of its pictures as an SVG file. Both are readable on \
            light and dark ground.
            """)

    @Option(help: ArgumentHelp("The folder to write to; made if need be.", valueName: "folder"))
    var out: String

    @Flag(help: "Print what was written as JSON.")
    var json = false

    @OptionGroup var options: CatalogueOptions

    func run(in context: ControlContext) throws {
        try context.catalogue(options.request(.report(folder: out), json: json), context)
    }
}
