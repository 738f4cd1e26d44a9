import Catalogue
import CatalogueImport
import EmotunesControl
import FoundationEssentials

extension CatalogueWork {
    /// Adds the songs of tables, or only looks at what would be read.
    func `import`(_ files: [String], onlyLooks: Bool) throws {
        let report =
            onlyLooks ? try CommandFailure.wrapping { try TableCheck.report(on: files) } : try importing(files)
        if request.isJSON {
            try show(report)
        } else {
            try context.write(ImportText(report: report, style: context.style).lines.joined(separator: "\n") + "\n")
        }
    }

    private func importing(_ files: [String]) throws -> ImportReport {
        let catalogue = try open()
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
                files, scorer: try songMoodModel(), now: Date(), observer: observer)
        }
    }
}
