import CatalogueImport
import CatalogueTestSupport
import Songs
import TestSupport
import Testing

/// Song moods from features, labels, artist and genre.
@Suite struct ImportMoodTests {
    @Test func labelChangesProbabilitiesByBayes() {
        let sure = SongMoodScores(happy: 0.01, sad: 0.01, energetic: 0.97, calm: 0.01)
        let contradicted = MoodEvidence.joining(sure, label: .calm)
        #expect(contradicted.dominant == .energetic)
        #expect(contradicted.energetic < sure.energetic)
        let torn = SongMoodScores(happy: 0.05, sad: 0.05, energetic: 0.5, calm: 0.4)
        #expect(MoodEvidence.joining(torn, label: .calm).dominant == .calm)
        #expect(MoodEvidence.joining(torn, label: nil) == torn)
        #expect(abs(MoodEvidence.scores(label: .sad).sad - MoodEvidence.labelReliability) < 1e-12)
    }

    @Test func moodIsEstimatedFromArtistAndGenre() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let measured = (0..<12).map { number in
                genreRow(
                    number, title: "T\(number)", artists: number < 8 ? "Loud" : "Quiet",
                    genre: number < 8 ? "metal" : "ambient",
                    energy: number < 8 ? "0.95" : "0.05")
            }
            try bench.read(
                bench.file("sounds.csv", ([Header.genres] + measured).joined(separator: "\n")),
                bench.file(
                    "list.csv", "artist,title,genre", "Loud,New,", "Nobody,Slow,ambient", "Nobody,Else,",
                    "LOUD,Slow,ambient"))
            let tracks = try bench.tracks().filter { $0.features == nil }
            #expect(tracks.map(\.title) == ["New", "Slow", "Else", "Slow"])
            let scores = tracks.map(\.moodScores)
            let loudest = try #require(try bench.tracks().first?.moodScores)
            #expect(scores[0].dominant == .energetic)
            #expect(scores[0].energetic < loudest.energetic)
            #expect(scores[1].dominant == .calm)
            #expect(scores[1].calm < scores[0].energetic)
            // Neither artist nor genre is known.
            #expect(scores[2] == SongMoodScores(happy: 1, sad: 1, energetic: 1, calm: 1))
            // The artist weighs more than the genre.
            #expect(scores[3].dominant == .energetic)
            #expect(scores[3].energetic < scores[0].energetic)
        }
    }

    @Test func classifiesWithMissingFeatures() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let report = try bench.read(
                bench.file(
                    "a.csv", Header.genres, genreRow(1, title: "Whole", energy: "0.9"),
                    genreRow(2, title: "Holes", energy: "0.1", valence: "17.0"), genreRow(3, title: "Gap", energy: "")))
            let tracks = try bench.tracks()
            #expect(tracks.map { $0.features == nil } == [false, true, true])
            #expect(tracks[1].songMood == .calm)
            #expect(report.files.first?.skipped == 0)
            #expect(
                report.files.first?.troubles == [
                    RowTrouble(reason: "valence is out of range", isSkipped: false, rows: 1, lines: [3]),
                    RowTrouble(reason: "energy is empty", isSkipped: false, rows: 1, lines: [4]),
                ])
        }
    }
}
