import Foundation
import TestSupport

/// Lists of songs of any length, and what the built `emotunesctl` makes of them.
struct CatalogueFiles {
    let folder: TemporaryFolder

    var state: String { folder.file("state") }

    /// Writes a list with `rows` songs whose names begin with `prefix`.
    func list(_ name: String, _ prefix: String, rows: Int) throws -> String {
        var text = "artist,title,genre\n"
        for number in 0..<rows {
            text += "Artist \(prefix)\(number % 999),\(prefix) song \(number),genre \(number % 40)\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        return folder.file(name)
    }

    func control(_ arguments: [String], environment: [String: String] = [:]) -> Program {
        Program(
            "emotunesctl", ["catalogue"] + arguments + ["--state-dir", state], in: folder, environment: environment)
    }

    func importing(_ file: String) throws -> Program.Outcome { try control(["import", file]).run() }

    /// What `catalogue info --json` says.
    func info() throws -> Info {
        let outcome = try control(["info", "--json"]).run()
        guard outcome.status == 0 else { throw InfoFailure(errorOutput: outcome.errorOutput) }
        return try JSONDecoder().decode(Info.self, from: Data(outcome.output.utf8))
    }

    struct Info: Decodable, Equatable {
        struct Source: Decodable, Equatable {
            let name: String
            let tracks: Int
        }

        let tracks: Int
        let index: String
        let sources: [Source]
    }

    struct InfoFailure: Error {
        let errorOutput: String
    }
}
