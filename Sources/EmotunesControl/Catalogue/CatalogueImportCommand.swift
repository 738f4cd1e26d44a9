import ArgumentParser
import CatalogueImport
import ControlProtocol
import FoundationEssentials
import Glibc

struct CatalogueImportCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Add the songs of CSV files to the catalogue.",
        discussion: """
            Reads the published sets of 278k, 160k and 114k Spotify tracks, data_moods.csv, playlists that Exportify \
            wrote, and plain lists with the columns artist and title; which one it is, the header tells. All files are \
            taken or none. The same track from two files becomes one. Songs already there stay.
            """)

    @Argument(help: ArgumentHelp("CSV files.", valueName: "file"))
    var files: [String]

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var options: CatalogueOptions

    func run(in context: ControlContext) throws {
        let catalogue = try options.open(in: context)
        let display = ImportProgressDisplay(context)
        let trace = context.environment["EMOTUNES_IMPORT_TRACE"] == "1"
        let observer = ImportObserver(
            enters: { phase in
                if trace { context.printError("phase \(phase.rawValue)") } else { display.enter(phase) }
            },
            advances: { progress in if !trace { display.advance(progress) } })
        let report = try CommandFailure.wrapping {
            defer { display.finish() }
            return try catalogue.importFiles(
                files, scorer: try options.scorer(), now: Date(), observer: observer)
        }
        if json {
            try context.write(try JSONValue(encoding: report).prettyText + "\n")
        } else {
            try context.write(ImportText(report: report, style: context.style).lines.joined(separator: "\n") + "\n")
        }
    }
}
