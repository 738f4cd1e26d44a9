import ArgumentParser
import ControlProtocol
import Storage

/// The commands about the catalogue. Its database is opened here, not by a running daemon, which notices the change.
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

    func request(_ task: CatalogueRequest.Task, json: Bool) -> CatalogueRequest {
        CatalogueRequest(
            task: task, isJSON: json, stateFolder: stateFolder, dataFolder: dataFolder, configurationFile: config)
    }
}

extension CommandFailure {
    /// Runs `body` and turns its errors into `CommandFailure`.
    package static func wrapping<Result>(_ body: () throws -> Result) throws -> Result {
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
    package var withoutControlCharacters: String {
        guard case .string(let text) = JSONValue.string(self).withoutControlCharacters else { return self }
        return text
    }
}
