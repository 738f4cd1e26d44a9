import ArgumentParser

struct CatalogueForgetCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Remove the songs that only these files brought.",
        discussion: """
            A song that another file or the starter list told of too stays. History, likes and dislikes stay as well.
            """)

    @Argument(help: ArgumentHelp("Files that were imported, as \"catalogue info\" names them.", valueName: "file"))
    var files: [String] = []

    @Flag(help: "Forget everything that was ever imported.")
    var all = false

    @Flag(help: "Print what is left as JSON.")
    var json = false

    @OptionGroup var options: CatalogueOptions

    func validate() throws {
        if all != files.isEmpty { throw ValidationError("Name files, or say --all.") }
    }

    func run(in context: ControlContext) throws {
        try context.catalogue(options.request(.forget(files: all ? nil : files), json: json), context)
    }
}
