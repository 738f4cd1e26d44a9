import Catalogue
import CatalogueReport
import ControlProtocol
import EmotunesControl
import Glibc
import Storage

extension CatalogueWork {
    /// Draws the catalogue into a folder.
    func report(into out: String) throws {
        let catalogue = try open()
        let written = try CommandFailure.wrapping {
            let source = ListedCatalogue(catalogue, model: try songMoodModel())
            let statistics = try CatalogueStatistics(of: source)
            let report = CatalogueReport(statistics, made: context.now().rfc3339)
            try makeFolder(out)
            for file in report.files {
                try AtomicFile.replace("\(out)/\(file.name)", with: Array(file.contents.utf8))
            }
            return WrittenReport(
                tracks: statistics.tracks, page: "\(out)/index.html", pictures: report.files.count - 1)
        }
        if request.isJSON {
            try show(written)
        } else {
            let page = written.page.withoutControlCharacters
            try context.write("\(page): \(grouped(written.tracks)) tracks, \(written.pictures) pictures\n")
        }
    }

    private func makeFolder(_ out: String) throws {
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
