import ArgumentParser
import CatalogueImport
import ControlProtocol
import FoundationEssentials
import Glibc

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
        let report = dryRun ? try CommandFailure.wrapping { try TableCheck.report(on: files) } : try importing(context)
        if json {
            try context.write(try JSONValue(encoding: report).prettyText + "\n")
        } else {
            try context.write(ImportText(report: report, style: context.style).lines.joined(separator: "\n") + "\n")
        }
    }

    private func importing(_ context: ControlContext) throws -> ImportReport {
        let catalogue = try options.open(in: context)
        let display = ImportProgressDisplay(context)
        let trace = context.environment["EMOTUNES_IMPORT_TRACE"] == "1"
        let observer = ImportObserver(
            enters: { phase in
                if trace { context.printError("phase \(phase.rawValue)") } else { display.enter(phase) }
            },
            advances: { progress in if !trace { display.advance(progress) } })
        return try CommandFailure.wrapping {
            defer { display.finish() }
            return try catalogue.importFiles(
                files, scorer: try options.scorer(), now: Date(), observer: observer)
        }
    }
}
