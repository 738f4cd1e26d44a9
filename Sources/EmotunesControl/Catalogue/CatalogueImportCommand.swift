import ArgumentParser

struct CatalogueImportCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Add the songs of CSV files to the catalogue.",
        discussion: """
            Reads tables of songs with a column for the artist and one for the title, or with Spotify's ids: published \
            sets, playlists and libraries as many programs and services write them, plain lists. What a column is \
            taken for and on which scale, the report says; --dry-run shows it without importing anything. All files \
            are taken or none. The same track from two files becomes one. Songs already there stay.
            """)

    @Argument(help: ArgumentHelp("CSV files.", valueName: "file"))
    var files: [String]

    @Flag(help: "Only show what each column is taken for, its scale, and what is not understood.")
    var dryRun = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var options: CatalogueOptions

    func run(in context: ControlContext) throws {
        try context.catalogue(options.request(.import(files: files, onlyLooks: dryRun), json: json), context)
    }
}
