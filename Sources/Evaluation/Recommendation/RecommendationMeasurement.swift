import CatalogueSearch
import Curation
import Emotions
import Glibc
import Songs

/// Figures of one method over many lists; each a mean.
struct RecommendationFigures: Encodable {
    var lists = 0
    /// How many of the twenty are hidden tracks of the taste, of twenty.
    var recall = 0.0
    /// Normalised discounted cumulative gain at twenty, each hidden track counting 1.
    var ndcg = 0.0
    /// The share of tracks that are filed under a wanted song mood, and the mean probability of the wanted ones.
    var moodPrecision = 0.0
    var moodProbability = 0.0
    /// Mean distance of two tracks of a list: half by TF-IDF over title, artist, album and genre, half by sound.
    var diversity = 0.0
    /// The share of tracks whose artist has one before in the list.
    var artistRepeats = 0.0
    /// The share of titles that name a remix, a guest, a remaster or a live recording.
    var versions = 0.0
    /// Of a mixed taste, how much of it the lesser half has of what was found, 0 to 1 for one half.
    var balance: Double?

    mutating func add(_ other: Self) {
        func mean(_ one: Double, _ two: Double) -> Double {
            (one * Double(lists) + two * Double(other.lists)) / Double(lists + other.lists)
        }
        recall = mean(recall, other.recall)
        ndcg = mean(ndcg, other.ndcg)
        moodPrecision = mean(moodPrecision, other.moodPrecision)
        moodProbability = mean(moodProbability, other.moodProbability)
        diversity = mean(diversity, other.diversity)
        artistRepeats = mean(artistRepeats, other.artistRepeats)
        versions = mean(versions, other.versions)
        if let theirs = other.balance { balance = lists == 0 ? theirs : mean(balance ?? 0, theirs) }
        lists += other.lists
    }
}

/// Measures lists against a planted listener.
struct RecommendationMeasurement {
    let catalogue: PlantedCatalogue

    func figures(_ rows: [Int], _ listener: PlantedListener, _ mood: Emotion) throws -> RecommendationFigures {
        let index = catalogue.index, count = Double(listLength)
        let found = rows.map { row in listener.hidden.firstIndex { $0.contains(row) } }
        let discounts = (0..<listLength).map { 1 / log2(Double($0) + 2) }
        let gain = zip(found, discounts).reduce(0) { $0 + ($1.0 == nil ? 0 : $1.1) }
        let wanted = SongTable.standard[mood]
        var figures = RecommendationFigures(lists: 1)
        figures.recall = Double(found.count { $0 != nil }) / count
        figures.ndcg = gain / discounts.reduce(0, +)
        figures.moodPrecision =
            Double(rows.count { wanted.contains(index.moodScores(row: $0).dominant) }) / Double(max(1, rows.count))
        figures.moodProbability =
            rows.reduce(0) { sum, row in sum + wanted.reduce(0) { $0 + index.moodScores(row: row)[$1] } }
            / Double(max(1, rows.count))
        figures.diversity = try diversity(rows)
        figures.artistRepeats = Double(rows.count - Set(rows.map { index.artist(row: $0) }).count) / count
        figures.versions = Double(rows.count { index.isVersion(row: $0) }) / count
        if listener.hidden.count == 2 {
            let counts = [0, 1].map { taste in found.count { $0 == taste } }
            let sum = counts[0] + counts[1]
            figures.balance = sum == 0 ? 0 : 2 * Double(min(counts[0], counts[1])) / Double(sum)
        }
        return figures
    }

    private func diversity(_ rows: [Int]) throws -> Double {
        let index = catalogue.index
        var extractor = TermExtractor()
        let texts = try catalogue.tracks(rows: rows).map { TermVector($0, &extractor) { index.weight(of: $0) } }
        var sum = 0.0, pairs = 0.0
        for one in rows.indices {
            for other in rows.indices where other > one {
                let square = FeatureScale.squaredDistance(index.sound(row: rows[one]), index.sound(row: rows[other]))
                sum += Double(0.5 * (1 - texts[one].cosine(with: texts[other])) + 0.5 * square / (5 + square))
                pairs += 1
            }
        }
        return pairs > 0 ? sum / pairs : 0
    }

    /// Of all tracks offered in a week of twelve lists a day, the share that had been offered before in that week.
    func weekRepeats(_ recommender: inout some SongRecommender, _ listener: PlantedListener) throws -> Double {
        var generator = SeededGenerator(seed: listener.seed &+ 99)
        var lastOffer: [Int: Double] = [:]
        var repeats = 0, offers = 0
        for number in 0..<84 {
            let today = Double(number) / 12
            let mood = Emotion.allCases[Int.random(in: 0..<Emotion.allCases.count, using: &generator)]
            let rows = try recommender.rows(
                for: listener, mood: mood, number: number, offered: lastOffer.mapValues { today - $0 })
            for row in rows {
                offers += 1
                if lastOffer.updateValue(today, forKey: row) != nil { repeats += 1 }
            }
        }
        return Double(repeats) / Double(max(1, offers))
    }
}
