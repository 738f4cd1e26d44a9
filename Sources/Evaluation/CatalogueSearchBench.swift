import Catalogue
import CatalogueSearch
import Curation
import FoundationEssentials
import Glibc

/// What it costs to find the nearest tracks of a catalogue to a taste.
struct CatalogueSearchBench {
    struct Figures: Encodable {
        var tracks: Int
        /// CPU of one search, warm.
        var milliseconds: Double
        /// Of opening the index, checking it and searching once.
        var firstMilliseconds: Double
        /// By how much the memory of our own grew.
        var privateMegabytes: Double
        /// The index, which is read into memory.
        var mappedMegabytes: Double
    }

    /// The folder with the catalogue.
    let state: String

    func run() throws -> Figures {
        let catalogue = try Catalogue.open(in: state, starter: nil, now: Date()).catalogue
        defer { catalogue.close() }
        let before = try privateMegabytes()
        let began = threadSeconds()
        let index = try catalogue.openIndex()
        var search = NearestTracks(index)
        let opened = threadSeconds()
        // Fifty tracks from all over, and four of them as centres, as a mixed taste would have.
        var generator = SeededGenerator(seed: 7)
        let rows = (0..<50).map { _ in Int.random(in: 0..<index.count, using: &generator) }
        let tracks = try rows.compactMap { try catalogue.trackBlocking(id: index.trackID(row: $0)) }
        let queryBegan = threadSeconds()
        var query = TasteQuery(texts: tracks)
        query.centres = rows.prefix(4).map { index.sound(row: $0) }
        guard search.search(query, count: 200).count == 200 else {
            throw EvaluationError("the search found too little")
        }
        let first = threadSeconds() - queryBegan + opened - began
        var times: [Double] = []
        for _ in 0..<30 {
            let began = threadSeconds()
            var query = TasteQuery(texts: tracks)
            query.centres = rows.prefix(4).map { index.sound(row: $0) }
            _ = search.search(query, count: 200)
            times.append(threadSeconds() - began)
        }
        return Figures(
            tracks: index.count, milliseconds: 1000 * median(times), firstMilliseconds: 1000 * first,
            privateMegabytes: try privateMegabytes() - before,
            mappedMegabytes: Double(try Data(contentsOf: URL(fileURLWithPath: catalogue.indexPath)).count) / 1e6)
    }
}
