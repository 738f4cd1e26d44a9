import Catalogue
import CatalogueSearch
import Curation
import Emotions

/// All methods over the made-up listeners of one catalogue.
struct RecommendationRun {
    let listeners: Int
    let seed: UInt64

    func add(state: String, tastes: String, to report: inout RecommendationReport) throws {
        // Timed first, before the names of all tracks are in memory.
        let plain = try PlantedCatalogue(state: state, tastes: nil)
        var generator = SeededGenerator(seed: seed)
        let rows = (0..<50).map { _ in Int.random(in: 0..<plain.index.count, using: &generator) }
        let liked = rows.map { plain.index.trackID(row: $0) }
        report.timings.append(try RecommendationTiming(state: state).run(liked: liked))
        plain.catalogue.close()

        let catalogue = try PlantedCatalogue(state: state, tastes: tastes)
        defer { catalogue.catalogue.close() }
        report.catalogues.append(catalogue.index.count)
        report.listenersPerCatalogue = listeners
        let made = (0..<listeners).map { number in
            [1, 2].map { count in
                PlantedListener(
                    catalogue, tasteCount: count, seed: seed &* 1000 &+ UInt64(2 * number + count))
            }
        }
        try measure(OwnRecommender(catalogue), made, catalogue, &report)
        try measure(ImportedRecommender(catalogue), made, catalogue, &report)
        try measure(NameRecommender(catalogue, withArtists: false), made, catalogue, &report)
        try measure(NameRecommender(catalogue, withArtists: true), made, catalogue, &report)
        try measure(RandomRecommender(catalogue: catalogue), made, catalogue, &report)
        try measure(SoundRecommender(catalogue: catalogue), made, catalogue, &report)
    }

    private func measure(
        _ recommender: some SongRecommender, _ listeners: [[PlantedListener]], _ catalogue: PlantedCatalogue,
        _ report: inout RecommendationReport
    ) throws {
        var recommender = recommender
        let measurement = RecommendationMeasurement(catalogue: catalogue)
        var method = RecommendationReport.Method(name: recommender.name)
        for pair in listeners {
            for (number, listener) in pair.enumerated() {
                for mood in Emotion.allCases {
                    let rows = try recommender.rows(for: listener, mood: mood, number: 0, offered: [:])
                    let figures = try measurement.figures(rows, listener, mood)
                    if number == 0 { method.single.add(figures) } else { method.mixed.add(figures) }
                }
            }
        }
        // A week is long: one listener of each catalogue.
        let week = try measurement.weekRepeats(&recommender, listeners[0][0])
        let catalogues = Double(report.catalogues.count)
        if let place = report.methods.firstIndex(where: { $0.name == method.name }) {
            report.methods[place].single.add(method.single)
            report.methods[place].mixed.add(method.mixed)
            report.methods[place].weekRepeats += (week - report.methods[place].weekRepeats) / catalogues
        } else {
            method.weekRepeats = week
            report.methods.append(method)
        }
    }
}
