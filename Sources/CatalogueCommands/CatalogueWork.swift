import Catalogue
import CatalogueImport
import Configuration
import ControlProtocol
package import EmotunesControl
import FoundationEssentials
import SongMoodModel

/// The work of the `catalogue` commands, on the database itself; a running daemon notices the change.
package struct CatalogueWork {
    let request: CatalogueRequest
    let context: ControlContext

    /// Does what is asked for and prints the answer.
    ///
    /// - Throws: `CommandFailure`, in words for the person; `OutputError`.
    package static func perform(_ request: CatalogueRequest, in context: ControlContext) throws {
        let work = CatalogueWork(request: request, context: context)
        switch request.task {
        case .import(let files, let onlyLooks): try work.import(files, onlyLooks: onlyLooks)
        case .info: try work.info()
        case .report(let folder): try work.report(into: folder)
        case .forget(let files): try work.forget(files)
        }
    }

    /// Opens the catalogue, with the starter list in it.
    func open() throws -> Catalogue {
        try CommandFailure.wrapping {
            _ = try Configuration.load(file: request.configurationFile, locations: Locations())
            let folder = try Locations().stateFolder(flag: request.stateFolder)
            // A broken installation must not prevent the import of a user's own songs.
            let starter = try? StarterCatalogue(
                csv: FileBytes.all(of: Locations().dataFolder(flag: request.dataFolder).starterCatalogue()))
            let opening = try Catalogue.open(in: folder, starter: starter, now: Date())
            if let damaged = opening.damaged { context.printError("emotunesctl: \(damaged)") }
            return opening.catalogue
        }
    }

    /// The song-mood network that comes with the program.
    func songMoodModel() throws -> SongMoodModel {
        try CommandFailure.wrapping {
            try SongMoodModel(contentsOf: Locations().dataFolder(flag: request.dataFolder).songMoodModel())
        }
    }

    func show(_ answer: some Encodable) throws {
        try context.write(try JSONValue(encoding: answer).prettyText + "\n")
    }
}
