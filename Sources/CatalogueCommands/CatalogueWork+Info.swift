import Catalogue
import CatalogueSearch
import EmotunesControl
import FoundationEssentials

extension CatalogueWork {
    /// Counts songs and lists where they are from.
    func info() throws {
        let catalogue = try open()
        let info = try CommandFailure.wrapping { try CatalogueInfo(catalogue) }
        if request.isJSON { return try show(info) }
        var lines = ["\(context.style.bold("\(grouped(info.tracks)) tracks")), \(grouped(info.named)) known by name"]
        lines.append("  \(grouped(info.measured)) with measured sound, so with the surest moods")
        lines.append("  index: \(info.index)")
        for source in info.sources {
            let name =
                source.starter
                ? "the starter list"
                : source.name == CatalogueSource.libraryName
                    ? "your music folders" : source.name.withoutControlCharacters
            lines.append("  \(grouped(source.tracks)) from \(name), loaded \(source.loadedAt)")
        }
        try context.write(lines.joined(separator: "\n") + "\n")
    }
}

/// What `catalogue info --json` prints.
struct CatalogueInfo: Encodable {
    struct Source: Encodable {
        let name: String
        let starter: Bool
        /// RFC 3339, UTC.
        let loadedAt: String
        let tracks: Int
    }

    let tracks: Int
    /// Of which title and artist are known.
    let named: Int
    /// Of which all ten features are known.
    let measured: Int
    /// `ready`, or why it has to be rebuilt.
    let index: String
    let sources: [Source]

    init(_ catalogue: Catalogue) throws {
        let summary = try catalogue.summary()
        tracks = summary.tracks
        named = summary.named
        measured = summary.measured
        do {
            _ = try catalogue.openIndex()
            index = "ready"
        } catch let problem as IndexProblem {
            index = "built anew by the next import or emotunesd: \(problem)"
        }
        sources = summary.sources.map {
            Source(name: $0.name, starter: $0.isStarter, loadedAt: $0.loadedAt.formatted(.iso8601), tracks: $0.tracks)
        }
    }
}
