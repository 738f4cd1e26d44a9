import Catalogue
import CatalogueImport
import CatalogueSearch
import Curation
import Emotions
import Foundation
import SongMoodModel
import Songs
import TestSupport
import Testing

@testable import Evaluation

/// A catalogue of 6,000 made-up songs in ten planted tastes, each with a genre and artists of its own.
private struct PlantedSongs {
    let state: String
    let tastes: String

    /// - Parameter sounds: whether each taste leans to a sound of its own, too; to any at all otherwise. Energy and valence
    ///   are free in any case: they tell the song mood, and who likes a genre likes its sad songs when sad.
    init(in folder: String, sounds: Bool = true) throws {
        var generator = SeededGenerator(seed: 3)
        var lines = [
            ",track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,key,loudness,"
                + "mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,track_genre"
        ]
        var ids = [[String]](repeating: [], count: 10)
        let leanings = (0..<10).map { _ in (0..<6).map { _ in Double.random(in: 0...1, using: &generator) } }
        for number in 0..<6000 {
            let taste = Int.random(in: 0..<10, using: &generator)
            let id = String(repeating: "a", count: 22 - "\(number)".count) + "\(number)"
            ids[taste].append(id)
            func anything() -> Double { Double.random(in: 0..<1, using: &generator) }
            func leaning(_ feature: Int) -> Double {
                sounds ? 0.7 * leanings[taste][feature] + 0.3 * anything() : anything()
            }
            let title = (0..<3).map { _ in "word\(Int.random(in: 0..<500, using: &generator))" }.joined(separator: " ")
            let artist = "artist \(taste) \(Int.random(in: 0..<40, using: &generator))"
            lines.append(
                "\(number),\(id),\(artist),\(title),\(title)\(number % 5 == 0 ? " - Remix" : ""),50,200000,False,"
                    + "\(leaning(0)),\(anything()),1,\(-20 + 16 * leaning(1)),1,0.05,\(leaning(2)),\(leaning(3)),"
                    + "\(leaning(4)),\(anything()),\(80 + 100 * leaning(5)),4,genre\(taste)")
        }
        state = folder + "/state"
        tastes = folder + "/tastes.json"
        let csv = folder + "/songs.csv"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: csv))
        let planted = ids.map { ["ids": $0] }
        try JSONEncoder().encode(planted).write(to: URL(fileURLWithPath: tastes))
        let model = try SongMoodModel(contentsOf: Repository.path("models/song-mood/song-mood.json"))
        let catalogue = try Catalogue.open(in: state, starter: nil, now: Date()).catalogue
        _ = try catalogue.importFiles([csv], scorer: model, now: Date())
        catalogue.close()
    }
}

@Suite(.ownThread, .takesLong) struct RecommendationTests {
    @Test func plantedTastesAreFoundAgain() throws {
        try withTemporaryFolder { folder in
            let songs = try PlantedSongs(in: folder)
            var report = RecommendationReport()
            try RecommendationRun(listeners: 1, seed: 1).add(state: songs.state, tastes: songs.tastes, to: &report)
            let methods = Dictionary(uniqueKeysWithValues: report.methods.map { ($0.name, $0) })
            let own = try #require(methods["EmoTunes"])
            let random = try #require(methods["paper B: random within the mood"])
            let names = try #require(methods["paper A: TF-IDF, titles"])
            let imported = try #require(methods["EmoTunes, from an imported list"])
            #expect(report.methods.count == 6)
            // Artist and title say nearly as much as an id.
            #expect(imported.single.recall > 0.8 * own.single.recall)
            #expect(own.single.lists == 7)
            #expect(own.single.recall > 3 * random.single.recall)
            #expect(own.mixed.balance ?? 0 > 0.5)
            // One taste in ten, half of it hidden.
            #expect((0.01...0.15).contains(random.single.recall))
            #expect(own.single.recall > 3 * names.single.recall)
            #expect(own.single.moodPrecision >= 0.95)
            #expect(own.single.versions < 0.1 && random.single.versions > 0.1)
            #expect(own.single.diversity > 0.6 * random.single.diversity)
            // Without a memory a method offers the same again and again.
            #expect(names.weekRepeats > 0.8)
            #expect(own.weekRepeats < 0.3)
            #expect(report.timings.map(\.tracks) == [6000])
        }
    }

    /// What a list can find again is bounded: two places of twenty are for something new, and no more songs of a song mood
    /// are taken than the mood has places for, of which the taste may have none. Of the rest nearly all is to be found: a
    /// song here and there gives way to one that is less like the others.
    @Test func whatCanBeFoundAgainIsFound() throws {
        try withTemporaryFolder { folder in
            let songs = try PlantedSongs(in: folder)
            let catalogue = try PlantedCatalogue(state: songs.state, tastes: songs.tastes)
            var own = OwnRecommender(catalogue)
            var found = 0, findable = 0
            for seed in [UInt64(1001), 1002, 1003] {
                let listener = PlantedListener(catalogue, tasteCount: 1, seed: seed)
                for mood in Emotion.allCases {
                    let wanted = SongTable.standard[mood]
                    // n : … : 2 : 1, as the design has it.
                    let places = wanted.count == 3 ? [10, 7, 3] : [13, 7]
                    let reachable = zip(wanted, places).reduce(0) { sum, pair in
                        let there = listener.hidden[0].count { catalogue.index.moodScores(row: $0).dominant == pair.0 }
                        return sum + min(there, pair.1)
                    }
                    let rows = try own.rows(for: listener, mood: mood, number: 0, offered: [:])
                    found += rows.count { listener.hidden[0].contains($0) }
                    findable += max(0, reachable - 2)
                }
            }
            #expect(Double(found) >= 0.9 * Double(findable))
            // Of 21 lists; the bound would say nothing where nothing could be found.
            #expect(findable > 21 * 20 / 2)
        }
    }

    @Test func figuresAreWhatTheySay() throws {
        try withTemporaryFolder { folder in
            let songs = try PlantedSongs(in: folder)
            let catalogue = try PlantedCatalogue(state: songs.state, tastes: songs.tastes)
            let listener = PlantedListener(catalogue, tasteCount: 2, seed: 4)
            #expect(listener.known.count == 50)
            #expect(listener.known.allSatisfy(listener.excluded.contains))
            #expect(listener.hidden.allSatisfy { $0.isDisjoint(with: listener.excluded) })
            let measurement = RecommendationMeasurement(catalogue: catalogue)
            let one = Array(listener.hidden[0].sorted().prefix(20))
            let all = try measurement.figures(one, listener, .happy)
            #expect(all.recall == 1)
            #expect(abs(all.ndcg - 1) < 1e-9)
            #expect(all.balance == 0)
            let shared = Array(one.prefix(5) + listener.hidden[1].sorted().prefix(5))
            let half = try measurement.figures(shared + Array(listener.excluded.sorted().prefix(10)), listener, .happy)
            #expect(half.recall == 0.5)
            // The first ten places are worth more than the last.
            #expect(half.ndcg > 0.5)
            #expect(half.balance == 1)
            let same = try measurement.figures(Array(repeating: one[0], count: 20), listener, .happy)
            #expect(same.diversity < 0.01)
            #expect(same.artistRepeats == 0.95)
        }
    }

    @Test func otherTastesThanTheCataloguesAreRefused() throws {
        try withTemporaryFolder { folder in
            let songs = try PlantedSongs(in: folder)
            try Data(#"[{"ids":["x"]}]"#.utf8).write(to: URL(fileURLWithPath: songs.tastes))
            #expect(throws: EvaluationError.self) { try PlantedCatalogue(state: songs.state, tastes: songs.tastes) }
        }
    }
}
