import CatalogueSearch
import Curation
import Emotions
import Songs

/// Paper B's method: any songs whose label fits.
struct RandomRecommender: SongRecommender {
    let name = "paper B: random within the mood"
    let catalogue: PlantedCatalogue

    func rows(for listener: PlantedListener, mood: Emotion, number: Int, offered: [Int: Double]) -> [Int] {
        var generator = SeededGenerator(
            seed: listener.seed &+ UInt64(number * 7 + (Emotion.allCases.firstIndex(of: mood) ?? 0)) &* 1_000_003)
        let wanted = SongTable.standard[mood]
        // A shuffle as far as it is needed: it ends where the mood has too few songs, too.
        var order = (0..<catalogue.index.count).map(UInt32.init)
        var rows: [Int] = []
        for place in order.indices where rows.count < listLength {
            order.swapAt(place, Int.random(in: place..<order.count, using: &generator))
            let row = Int(order[place])
            guard wanted.contains(catalogue.index.moodScores(row: row).dominant), !listener.excluded.contains(row)
            else { continue }
            rows.append(row)
        }
        return rows
    }
}

/// The cosine of standardised audio features with their mean over the taste, within the mood.
struct SoundRecommender: SongRecommender {
    let name = "cosine of audio features"
    let catalogue: PlantedCatalogue

    func rows(for listener: PlantedListener, mood: Emotion, number: Int, offered: [Int: Double]) -> [Int] {
        let index = catalogue.index
        let mean = listener.known.reduce(into: SIMD16<Float>.zero) { $0 += SIMD16<Float>(index.sound(row: $1)) }
        let norm = (mean * mean).sum().squareRoot()
        let wanted = SongTable.standard[mood]
        return best(index.count) { row in
            guard wanted.contains(index.moodScores(row: row).dominant), !listener.excluded.contains(row) else {
                return nil
            }
            let sound = SIMD16<Float>(index.sound(row: row))
            let length = (sound * sound).sum().squareRoot() * norm
            return length > 0 ? (sound * mean).sum() / length : 0
        }
    }
}
