import CatalogueSearch
import Curation
import Emotions
import Glibc
import Songs

/// Paper A's method: the mood narrows the catalogue, then the twenty tracks whose names are the most similar to all the
/// names of the taste together, by TF-IDF and cosine, as scikit-learn's vectoriser has them by default (lower case,
/// words of two letters and more, no stop words, smoothed idf).
struct NameRecommender: SongRecommender {
    let name: String
    private let catalogue: PlantedCatalogue
    private let texts: [[UInt32]]
    private let postings: [[UInt32]]
    private let norms: [Float]
    private var scored: (seed: UInt64, scores: [Float])?

    /// - Parameter withArtists: whether artists' names are compared too, which the paper does not.
    init(_ catalogue: PlantedCatalogue, withArtists: Bool) {
        name = withArtists ? "TF-IDF, titles and artists" : "paper A: TF-IDF, titles"
        self.catalogue = catalogue
        var numbers: [String: UInt32] = [:]
        var postings: [[UInt32]] = []
        texts = catalogue.titles.indices.map { row in
            let text = withArtists ? catalogue.titles[row] + " " + catalogue.artists[row] : catalogue.titles[row]
            return Self.words(text).map { word in
                let number = numbers[word] ?? UInt32(postings.count)
                if numbers.updateValue(number, forKey: word) == nil { postings.append([]) }
                postings[Int(number)].append(UInt32(row))
                return number
            }
        }
        self.postings = postings
        let rows = texts.count
        norms = texts.map { words in
            let weights = Self.weights(words, postings, rows).values.sorted()
            let norm = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return norm > 0 ? 1 / norm : 0
        }
    }

    mutating func rows(
        for listener: PlantedListener, mood: Emotion, number: Int, offered: [Int: Double]
    ) -> [Int] {
        let scores = scores(for: listener)
        let wanted = SongTable.standard[mood]
        return best(catalogue.index.count) { row in
            guard wanted.contains(catalogue.index.moodScores(row: row).dominant), !listener.excluded.contains(row)
            else { return nil }
            return scores[row]
        }
    }

    private mutating func scores(for listener: PlantedListener) -> [Float] {
        if let scored, scored.seed == listener.seed { return scored.scores }
        var scores = [Float](repeating: 0, count: texts.count)
        let query = Self.weights(listener.known.flatMap { texts[$0] }, postings, texts.count)
        for (word, weight) in query.sorted(by: { $0.key < $1.key }) {
            let idf = Self.idf(postings[Int(word)].count, texts.count)
            // A word twice in a name stands twice in the postings: term frequency comes by itself.
            for row in postings[Int(word)] { scores[Int(row)] += weight * idf * norms[Int(row)] }
        }
        scored = (listener.seed, scores)
        return scores
    }

    private static func weights(_ words: [UInt32], _ postings: [[UInt32]], _ rows: Int) -> [UInt32: Float] {
        var counts: [UInt32: Float] = [:]
        for word in words { counts[word, default: 0] += 1 }
        return Dictionary(
            uniqueKeysWithValues: counts.map { ($0.key, $0.value * idf(postings[Int($0.key)].count, rows)) })
    }

    private static func idf(_ count: Int, _ rows: Int) -> Float { 1 + logf(Float(1 + rows) / Float(1 + count)) }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }.filter { $0.count > 1 }.map(String.init)
    }
}

/// The twenty rows of the highest score, the lower row first in a tie; nil leaves a row out.
func best(_ count: Int, _ score: (Int) -> Float?) -> [Int] {
    var best: [(row: Int, score: Float)] = []
    for row in 0..<count {
        guard let score = score(row), best.count < listLength || score > best[best.count - 1].score else { continue }
        let place = best.firstIndex { $0.score < score } ?? best.count
        best.insert((row, score), at: place)
        if best.count > listLength { best.removeLast() }
    }
    return best.map(\.row)
}
