import ArgumentParser
import Catalogue
import CatalogueImport
import Configuration
import ControlProtocol
import FoundationEssentials
import Glibc
import Storage

/// The commands about the catalogue. They open its database themselves; a running daemon notices the change.
struct CatalogueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "Import songs to choose from, and see what there is.",
        subcommands: [
            CatalogueImportCommand.self, CatalogueInfoCommand.self, CatalogueReportCommand.self,
            CatalogueForgetCommand.self,
        ])
}

/// The options that say where the catalogue is.
struct CatalogueOptions: ParsableArguments {
    @Option(
        name: .customLong("state-dir"),
        help: ArgumentHelp("The folder that holds the catalogue, as emotunesd's.", valueName: "folder"))
    var stateFolder: String?

    @Option(
        name: .customLong("data-dir"),
        help: ArgumentHelp("The folder with models and starter catalogue.", valueName: "folder"))
    var dataFolder: String?

    @Option(help: ArgumentHelp("Configuration file, checked as emotunesd would.", valueName: "file"))
    var config: String?

    /// Opens the catalogue, with the starter list in it.
    func open(in context: ControlContext) throws -> Catalogue {
        try CommandFailure.wrapping {
            _ = try Configuration.load(file: config, locations: Locations())
            let folder = try Locations().stateFolder(flag: stateFolder)
            // A broken installation must not prevent the import of a user's own songs.
            let starter = try? StarterCatalogue(
                csv: FileBytes.all(of: Locations().dataFolder(flag: dataFolder).starterCatalogue()))
            let opening = try Catalogue.open(in: folder, starter: starter, now: Date())
            if let damaged = opening.damaged { context.printError("emotunesctl: \(damaged)") }
            return opening.catalogue
        }
    }
}

extension CommandFailure {
    /// Runs `body` and turns its errors into `CommandFailure`.
    static func wrapping<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let failure as CommandFailure {
            throw failure
        } catch let error as OutputError {
            throw error
        } catch {
            throw CommandFailure(
                message: "\(error)".withoutControlCharacters,
                mend: (error as? StorageError)?.mend ?? "emotunesctl doctor")
        }
    }
}

extension String {
    /// With control characters replaced by spaces: column names and paths are untrusted too.
    var withoutControlCharacters: String {
        guard case .string(let text) = JSONValue.string(self).withoutControlCharacters else { return self }
        return text
    }
}
