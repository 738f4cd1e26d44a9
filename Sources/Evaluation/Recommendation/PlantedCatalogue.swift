import Catalogue
import CatalogueSearch
import Curation
import FoundationEssentials
import Songs

/// A catalogue whose tracks fall into planted tastes, with its index open: what recommending is measured on.
struct PlantedCatalogue {
    let catalogue: Catalogue
    let index: CatalogueIndex
    /// The rows of each planted taste, in the order of their numbers; empty where nothing is known of tastes.
    let tastes: [[Int]]
    /// Titles and artists by row, for the methods that compare names.
    let titles: [String]
    let artists: [String]

    /// As `make_catalogue.py --tastes` writes them.
    private struct Planted: Decodable {
        var ids: [String]
    }

    /// - Parameter tastes: a file of planted tastes; nil for none.
    /// - Throws: `StorageError`, `EvaluationError`.
    init(state: String, tastes path: String?) throws {
        catalogue = try Catalogue.open(in: state, starter: nil, now: Date()).catalogue
        index = try catalogue.openOrBuildIndex()
        var rows: [String: Int] = [:]
        var titles: [String] = [], artists: [String] = []
        let isPlanted = path != nil
        if isPlanted {
            try catalogue.forEachName { _, spotifyID, title, names in
                rows[spotifyID] = titles.count
                titles.append(title)
                artists.append(names)
            }
        }
        self.titles = titles
        self.artists = artists
        guard let path else {
            tastes = []
            return
        }
        guard let content = try? Data(contentsOf: URL(fileURLWithPath: path)),
            let planted = try? JSONDecoder().decode([Planted].self, from: content)
        else { throw EvaluationError("\(path): holds no planted tastes; make_catalogue.py --tastes writes them") }
        tastes = planted.map { taste in Set(taste.ids.compactMap { rows[$0] }).sorted() }
        guard titles.count == index.count, tastes.allSatisfy({ $0.count >= 200 }) else {
            throw EvaluationError(
                "\(path): its tastes have too few tracks in the catalogue; is it another catalogue's?")
        }
    }

    func tracks(rows: [Int]) throws -> [Track] {
        try catalogue.tracksBlocking(ids: rows.map { index.trackID(row: $0) })
    }
}

/// A made-up listener: fifty tracks of one planted taste or of two are known, half of each taste is hidden.
struct PlantedListener {
    /// What the listener is known to like.
    let known: [Int]
    /// Per taste the rows that a good list finds.
    let hidden: [Set<Int>]
    /// The other half of each taste: neither to be found nor to be held against a method, so it may not be chosen.
    let excluded: Set<Int>
    let seed: UInt64

    private static let knownCount = 50

    init(_ catalogue: PlantedCatalogue, tasteCount: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let chosen = Array(catalogue.tastes.indices.shuffled(using: &generator).prefix(tasteCount))
        var known: [Int] = [], hidden: [Set<Int>] = [], excluded: Set<Int> = []
        for taste in chosen {
            let rows = catalogue.tastes[taste].shuffled(using: &generator)
            let half = rows.count / 2
            known += rows.prefix(Self.knownCount / tasteCount)
            excluded.formUnion(rows.prefix(half))
            hidden.append(Set(rows.dropFirst(half)))
        }
        // Two tastes may share a track under one id.
        self.hidden = hidden.map { $0.subtracting(excluded) }
        self.known = known
        self.excluded = excluded
        self.seed = seed
    }
}
