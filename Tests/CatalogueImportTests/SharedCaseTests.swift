import CatalogueImport
import CatalogueTestSupport
import Foundation
import Songs
import TestSupport
import Testing

/// Tables that were once read wrongly, beside the checkout; each is read as its list says.
@Suite(.enabled(if: SharedFolder.isUsable, Comment(rawValue: SharedFolder.whySkipped)))
struct SharedCaseTests {
    private struct Result {
        var report: ImportReport
        var tracks: [String: Track]

        func track(_ title: String) throws -> Track { try #require(tracks[title], "\(title) is not there") }
    }

    /// The tracks of these files, imported one after the other, by title.
    private func reading(_ names: String...) throws -> Result {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            var report = ImportReport()
            for name in names { report = try bench.read(SharedFolder.file("cases/tables/\(name)")) }
            let tracks = try bench.tracks().map { ($0.title ?? $0.spotifyID ?? "", $0) }
            return Result(report: report, tracks: Dictionary(tracks) { first, _ in first })
        }
    }

    @Test func moodsAreWords() throws {
        let result = try reading("moods-by-word.csv")
        let expected: [(title: String, mood: SongMood)] = [
            ("Song One", .sad), ("Song Two", .happy), ("Song Three", .energetic), ("Song Four", .energetic),
            ("Song Five", .energetic), ("Song Six", .calm), ("Song Nine", .happy), ("Song Twelve", .happy),
        ]
        for (title, mood) in expected { #expect(try result.track(title).songMood == mood, "\(title)") }
        #expect(try result.track("Song Seven").songMood != .energetic)
        #expect(try result.track("Song Ten").moodScores.sad < 0.1)
        // Sexy says nothing of the four.
        let sexy = try result.track("Song Eight").moodScores
        #expect(sexy == SongMoodScores(happy: 1, sad: 1, energetic: 1, calm: 1))
        // A number among words is no mood, and is named.
        #expect(result.report.files.first?.reading.unknownMoods == [UnknownMood(text: "3", rows: 1)])
    }

    @Test func percentsArePercents() throws {
        let before = try reading("percent-1-measured.csv").track("Hammer Down")
        #expect(before.features?.acousticness == 0.004)
        let track = try reading("percent-1-measured.csv", "percent-2-percent.csv").track("Hammer Down")
        let features = try #require(track.features)
        #expect(abs(features.acousticness - 0.01) < 1e-9)
        #expect(abs(features.speechiness - 0.01) < 1e-9)
        #expect(abs(features.energy - 0.95) < 1e-9)
        #expect(abs(features.valence - 0.4) < 1e-9)
        #expect(features.loudness == -4)
        #expect(features.tempo == 150)
        #expect(track.durationMilliseconds == 201_000)
        #expect(track.popularity == 71)
        #expect(track.songMood == before.songMood)
    }

    @Test func explicitIsAWord() throws {
        let result = try reading("explicit-words.csv")
        for title in ["One", "Two", "Three", "Four"] {
            let track = try result.track("Bad Words \(title)")
            #expect(track.isExplicit == true, "\(title)")
            #expect(track.popularity == 85)
            #expect(track.durationMilliseconds == 201_000)
            #expect(track.year == 1999)
        }
        #expect(try result.track("Bad Words Five").isExplicit == nil)
        #expect(result.report.files.first?.reading.explicitUnknown == 1)
        #expect(result.report.files.first?.troubles.isEmpty == true)
        let german = try reading("explicit-german.csv")
        #expect(german.tracks.count == 40)
        #expect(german.tracks.values.allSatisfy { $0.isExplicit == true })
    }

    @Test func germanExportifyIsRead() throws {
        let track = try reading("exportify_de.csv").track("Long Road")
        #expect(track.artists == ["Ann Sample"])
        #expect(track.spotifyID == "1Xak5fmy089t0FYmh3VJiY")
        #expect(track.album == "First")
        #expect(track.year == 1999)
        #expect(track.durationMilliseconds == 201_000)
        #expect(track.isExplicit == false)
        #expect(track.popularity == 40)
    }

    @Test func artistsAreAsManyAsTheirIds() throws {
        let result = try reading("old_exportify.csv")
        #expect(try result.track("Song A").artists == ["Taylor, The Maker", "Kim Note"])
        #expect(try result.track("Song B").artists == ["Taylor, The Maker"])
    }

    @Test func quotesAndSeparatorsAreAsASpreadsheetShowsThem() throws {
        let backslash = try reading("backslash.csv").tracks
        #expect(Set(backslash.keys) == ["The \"Best\" Song", "He said \"hi\", twice", "Plain"])
        let blanks = try reading("blank_after_comma.csv")
        #expect(Set(blanks.tracks.keys) == ["The Wind, Again", "Long Road", "Plain"])
        #expect(try blanks.track("Long Road").artists == ["Joe \"Slim\" Doe"])
        #expect(try reading("sep.csv").track("Long Road").artists == ["Ann Sample"])
    }

    @Test(arguments: [
        ("top_hits.csv", "Long Road", "Ann Sample"), ("tracks600k.csv", "Song", "Ann Sample"),
        ("spotifyfeatures.csv", "Song", "Ann"), ("spotifysongs.csv", "Song", "Ann"),
        ("tunemymusic.csv", "Long Road", "Ann Sample"),
    ])
    func otherToolsTablesAreRead(file: String, title: String, artist: String) throws {
        let track = try reading(file).track(title)
        #expect(track.artists == [artist])
        if file != "tunemymusic.csv" { #expect(track.features != nil) }
        if file != "top_hits.csv" { #expect(track.spotifyID?.count == 22) }
    }

    /// A table with the column names that a language has in the list of Exportify's.
    @Test(arguments: ["en", "ar", "de", "el", "es", "fr", "it", "ja", "nl", "pt", "sv", "tr"])
    func exportifyIsReadInItsLanguages(language: String) throws {
        let list = try String(contentsOfFile: SharedFolder.file("cases/exportify-headers.csv"), encoding: .utf8)
        let rows = list.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",", maxSplits: 2).map(String.init)
        }
        let columns = rows.filter { $0[0] == language }
        try #require(columns.count == 36)
        let values = [
            "track_uri": "spotify:track:1Xak5fmy089t0FYmh3VJiY", "track_name": "Long Road", "artist_names": "A, B",
            "artist_uris": "spotify:artist:1hPHrq36VKCY3ucVaZCfoA, spotify:artist:2hPHrq36VKCY3ucVaZCfoA",
            "album_name": "First", "album_artist_names": "Various", "album_release_date": "1999-01-01",
            "track_duration": "201000", "explicit": "true", "popularity": "40", "label": "Records",
            "artist_genres": "rock", "danceability": "0.45", "energy": "0.95", "key": "1", "loudness": "-4.1",
            "mode": "1", "speechiness": "0.05", "acousticness": "0.004", "instrumentalness": "0.1",
            "liveness": "0.2", "valence": "0.4", "tempo": "150", "time_signature": "4",
        ]
        func line(_ cells: [String]) -> String { cells.map { "\"\($0)\"" }.joined(separator: ",") }
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let report = try bench.read(
                bench.file("a.csv", line(columns.map { $0[2] }), line(columns.map { values[$0[1]] ?? "" })))
            let track = try #require(try bench.tracks().first)
            #expect(track.title == "Long Road")
            #expect(track.artists == ["A", "B"])
            #expect(track.album == "First")
            #expect(track.year == 1999)
            #expect(track.genre == "rock")
            #expect(track.isExplicit == true)
            #expect(track.popularity == 40)
            #expect(track.features?.loudness == -4.1)
            #expect(track.features?.valence == 0.4)
            #expect(track.features?.length == 201_000)
            #expect(report.files.first?.format == "Exportify playlist")
            #expect(report.files.first?.reading.columns.count { $0.takenFor != nil } == 19)
        }
    }
}
