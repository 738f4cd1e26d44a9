import ArgumentParser
import Catalogue
import ControlProtocol
import Glibc

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
        let catalogue = try options.open(in: context)
        let removed = try CommandFailure.wrapping {
            try catalogue.forget(all ? nil : files.map(Self.resolved))
        }
        if json {
            let info = try CommandFailure.wrapping { try CatalogueInfo(catalogue) }
            try context.write(try JSONValue(encoding: info).prettyText + "\n")
        } else {
            let left = try CommandFailure.wrapping { try catalogue.summary().tracks }
            try context.write("Removed \(grouped(removed)) tracks; \(grouped(left)) are left.\n")
        }
    }

    /// The path by which the catalogue knows the file, which need not exist any more.
    private static func resolved(_ path: String) -> String {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return String(cString: here) + "/" + path
    }
}
