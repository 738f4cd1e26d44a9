/// What `recommend --json` prints for planted tastes.
struct RecommendationReport: Encodable {
    struct Method: Encodable {
        var name: String
        /// Listeners of one planted taste, and of two.
        var single = RecommendationFigures()
        var mixed = RecommendationFigures()
        /// See `RecommendationMeasurement.weekRepeats`.
        var weekRepeats = 0.0
    }

    /// What a list of twenty for a taste of fifty costs.
    struct Timing: Encodable {
        var tracks: Int
        /// CPU milliseconds: the median of thirty lists with everything warm, the taste worked out anew each time.
        var warm: Double
        /// Of which making the taste, the shortlist, and reading its tracks; the rest is choice and order.
        var taste: Double, shortlist: Double, reading: Double
        /// CPU milliseconds from opening the index, which checks all of it, to the first list.
        var first: Double
        /// By how much memory of our own grew from before the opening to the last list.
        var privateMegabytes: Double
    }

    /// Tracks of each catalogue.
    var catalogues: [Int] = []
    var listenersPerCatalogue = 0
    var methods: [Method] = []
    var timings: [Timing] = []

    func print() {
        Swift.print(
            "\(catalogues.count) catalogues (\(catalogues.map(String.init).joined(separator: ", ")) tracks), \(listenersPerCatalogue) listeners of one taste and as many of two in each, all seven moods"
        )
        for (title, figures) in [("one taste", \Method.single), ("two tastes", \Method.mixed)] {
            Swift.print(
                "\n\(title.padded(32)) recall   nDCG  mood  P(mood)  diversity  artists again  versions  balance  week")
            for method in methods {
                let row = method[keyPath: figures]
                let cells = [
                    decimal(row.recall, 3), decimal(row.ndcg, 3), decimal(row.moodPrecision, 3),
                    decimal(row.moodProbability, 3), decimal(row.diversity, 3), decimal(row.artistRepeats, 3),
                    decimal(row.versions, 3), row.balance.map { decimal($0, 2) } ?? "–", decimal(method.weekRepeats, 3),
                ]
                Swift.print(method.name.padded(32) + cells.map { $0.padded(8) }.joined(separator: " "))
            }
        }
        for timing in timings {
            Swift.print(
                "\n\(timing.tracks) tracks, taste of 50: \(decimal(timing.warm, 1)) ms CPU a list, warm (taste \(decimal(timing.taste, 1)), shortlist \(decimal(timing.shortlist, 1)), reading \(decimal(timing.reading, 1))); \(decimal(timing.first, 1)) ms from opening the index to the first list; \(decimal(timing.privateMegabytes, 1)) MB of its own"
            )
        }
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
