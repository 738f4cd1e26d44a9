package import Songs

/// A query: a text and the centres of a taste in sound.
package struct TasteQuery: Sendable {
    /// Terms and their weights, each once.
    package var terms: [(term: UInt64, weight: Float)] = []
    /// Places on the index's `FeatureScale`.
    package var centres: [SIMD16<Int8>] = []
    /// The weight of the text in the score, 0 to 1; the rest is the weight of the sound.
    package var textShare: Float = 0.5

    package init() {}

    /// The text of all `tracks` together, each counting alike.
    package init(texts tracks: [Track]) {
        var places: [UInt64: Int] = [:]
        var extractor = TermExtractor()
        for track in tracks {
            extractor.extract(track)
            for term in extractor.terms {
                let weight = TermExtractor.Term.countWeights[Int(term.count)]
                if let place = places[term.hash] {
                    terms[place].weight += weight
                } else {
                    places[term.hash] = terms.count
                    terms.append((term.hash, weight))
                }
            }
        }
    }
}

/// Finds the tracks nearest to a taste by looking at every one of them: a pass over the postings of the taste's terms
/// and one over the matrix of sounds.
package struct NearestTracks {
    /// A row that a search found.
    package struct Match: Hashable, Sendable {
        /// The row of the index.
        package let row: Int
        /// 0 to 1.
        package let score: Float
    }

    private let index: CatalogueIndex
    /// The squared distance, half of a typical one between two tracks, at which the similarity is one half.
    private static let halfDistance: Float = 5
    /// One number a track, kept between searches.
    private var scores: [Float] = []

    package init(_ index: CatalogueIndex) {
        self.index = index
    }

    /// The `count` best rows that `isWanted` lets through, the best first; of equal ones the lower row first.
    package mutating func search(
        _ query: TasteQuery, count: Int, where isWanted: (Int) -> Bool = { _ in true }
    ) -> [Match] {
        scoreText(query)
        var best = BestMatches(count: count)
        let soundShare = query.centres.isEmpty ? 0 : 1 - query.textShare
        for row in 0..<index.count {
            var score = scores[row] * index.norm(row: row) * query.textShare
            if soundShare > 0 {
                let sound = index.sound(row: row)
                var nearest = Float.infinity
                for centre in query.centres { nearest = min(nearest, FeatureScale.squaredDistance(sound, centre)) }
                score += soundShare * Self.halfDistance / (Self.halfDistance + nearest)
            }
            if score > best.threshold, isWanted(row) { best.insert(Match(row: row, score: score)) }
        }
        return best.sorted
    }

    /// Leaves in `scores` the dot products with the query, whose own norm is taken into account.
    private mutating func scoreText(_ query: TasteQuery) {
        if scores.count != index.count { scores = [Float](repeating: 0, count: index.count) }
        for row in scores.indices { scores[row] = 0 }
        let weighted = query.terms.compactMap { term in
            index.weight(of: term.term).map { (term: term.term, weight: term.weight * $0) }
        }
        let norm = weighted.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
        guard norm > 0, query.textShare > 0 else { return }
        for term in weighted { index.add(term.term, weight: term.weight / norm, to: &scores) }
    }
}

/// The best `count` of a stream of matches, in a binary heap with the worst on top.
private struct BestMatches {
    private let count: Int
    private var heap: [NearestTracks.Match] = []
    /// The score that a match must exceed to be taken.
    private(set) var threshold: Float = -.infinity

    init(count: Int) {
        self.count = count
        if count <= 0 { threshold = .infinity }
    }

    mutating func insert(_ match: NearestTracks.Match) {
        if heap.count < count {
            heap.append(match)
            var place = heap.count - 1
            while place > 0, Self.isWorse(heap[place], heap[(place - 1) / 2]) {
                heap.swapAt(place, (place - 1) / 2)
                place = (place - 1) / 2
            }
        } else {
            heap[0] = match
            var place = 0
            while true {
                var worst = place
                for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                    if Self.isWorse(heap[child], heap[worst]) { worst = child }
                }
                if worst == place { break }
                heap.swapAt(place, worst)
                place = worst
            }
        }
        if heap.count == count { threshold = heap[0].score }
    }

    var sorted: [NearestTracks.Match] { heap.sorted { Self.isWorse($1, $0) } }

    private static func isWorse(_ one: NearestTracks.Match, _ other: NearestTracks.Match) -> Bool {
        one.score != other.score ? one.score < other.score : one.row > other.row
    }
}
