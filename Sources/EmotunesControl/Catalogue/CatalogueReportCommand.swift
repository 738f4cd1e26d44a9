import ArgumentParser
import CatalogueReport
import ControlProtocol
import Glibc
import Storage

struct CatalogueReportCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Draw the catalogue: moods, sound, years, artists, popularity.",
        discussion: """
            Writes index.html, which needs nothing else, and each of its pictures as an SVG file. Both are readable on \
            light and dark ground.
            """)

    @Option(help: ArgumentHelp("The folder to write to; made if need be.", valueName: "folder"))
    var out: String

    @Flag(help: "Print what was written as JSON.")
    var json = false

    @OptionGroup var options: CatalogueOptions

    func run(in context: ControlContext) throws {
        let catalogue = try options.open(in: context)
        let written = try CommandFailure.wrapping {
            let source = ListedCatalogue(catalogue, model: try options.songMoodModel())
            let statistics = try CatalogueStatistics(of: source)
            let report = CatalogueReport(statistics, made: context.now().rfc3339)
            try makeFolder()
            for file in report.files {
                try AtomicFile.replace("\(out)/\(file.name)", with: Array(file.contents.utf8))
            }
            return WrittenReport(
                tracks: statistics.tracks, page: "\(out)/index.html", pictures: report.files.count - 1)
        }
        if json {
            try context.write(try JSONValue(encoding: written).prettyText + "\n")
        } else {
            let page = written.page.withoutControlCharacters
            try context.write("\(page): \(grouped(written.tracks)) tracks, \(written.pictures) pictures\n")
        }
    }

    private func makeFolder() throws {
        guard mkdir(out, 0o755) != 0, errno != EEXIST else { return }
        throw StorageError(errno: errno, path: out, doing: "create the folder")
    }
}

/// What `catalogue report --json` prints.
private struct WrittenReport: Encodable {
    let tracks: Int
    let page: String
    let pictures: Int
}
