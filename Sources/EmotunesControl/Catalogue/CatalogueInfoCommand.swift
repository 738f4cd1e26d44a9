import ArgumentParser

struct CatalogueInfoCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Show how many songs there are, and which files they come from.")

    @Flag(help: "Print it as JSON.")
    var json = false

    @OptionGroup var options: CatalogueOptions

    func run(in context: ControlContext) throws {
        try context.catalogue(options.request(.info, json: json), context)
    }
}
