import CatalogueImport
import CatalogueTestSupport
import Foundation
import Songs
import TestSupport
import Testing

/// The scale of a column is told from the whole column.
@Suite struct ColumnScaleTests {
    /// Imports a table of `artist,title` and these columns; the rows are numbered.
    private func importing(
        _ columns: String, _ rows: [String], separator: String = ",", _ body: ([Track], ImportedFile) throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let lines = rows.enumerated().map { ["A\($0)", "T\($0)", $1].joined(separator: separator) }
            let header = ["artist", "title", columns].joined(separator: separator)
            let text = ([header] + lines).joined(separator: "\n") + "\n"
            let report = try bench.read(bench.file("a.csv", Array(text.utf8)))
            try body(try bench.tracks(), try #require(report.files.first))
        }
    }

    private static let sounds =
        "danceability,energy,speechiness,acousticness,instrumentalness,liveness,valence,loudness,tempo,duration"

    private func scales(_ file: ImportedFile) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: file.reading.columns.compactMap { column in column.scale.map { (column.name, $0) } })
    }

    @Test func onePercentAmongPercentsIsAHundredth() throws {
        try importing(Self.sounds, ["45,95,1,1,0,20,40,-4,150,201", "60,80,3,0,1,9,71,-6,99,3:21"]) { tracks, file in
            let features = try #require(tracks.first?.features)
            #expect(abs(features.acousticness - 0.01) < 1e-9)
            #expect(abs(features.energy - 0.95) < 1e-9)
            #expect(features.instrumentalness == 0)
            #expect(features.loudness == -4)
            #expect(tracks.map(\.durationMilliseconds) == [201_000, 201_000])
            #expect(scales(file)["acousticness"] == "percent")
            #expect(scales(file)["duration"] == "seconds")
            #expect(scales(file)["loudness"] == "decibels")
            #expect(file.troubles.isEmpty)
        }
    }

    @Test func aFewWrongNumbersDoNotChangeAScale() throws {
        var rows = (0..<50).map { "0.\(10 + $0),0.9,0.05,0.1,0.0,0.2,0.5,-7.5,120.5,200000" }
        rows[20] = "17.0,0.9,0.05,0.1,1,0.2,0.5,-7.5,120.5,200000"
        try importing(Self.sounds, rows) { tracks, file in
            #expect(tracks.count { $0.features != nil } == 49)
            #expect(scales(file)["danceability"] == "0 to 1")
            #expect(
                file.troubles == [
                    RowTrouble(reason: "danceability is out of range", isSkipped: false, rows: 1, lines: [22])
                ])
            #expect(file.reading.columns.first { $0.name == "danceability" }?.notUnderstood == 1)
            #expect(scales(file)["duration"] == "milliseconds")
        }
    }

    @Test func whatIsMostlyOutOfRangeIsNotBelievedAtAll() throws {
        let rows = (0..<30).map { "0.5,\($0 < 20 ? 450 + $0 : 50),0.1,0.1,0.1,0.1,0.5,\($0),0.4,200" }
        try importing(Self.sounds, rows) { tracks, file in
            #expect(tracks.allSatisfy { $0.features == nil })
            let columns = file.reading.columns
            #expect(columns.first { $0.name == "energy" }?.whyNot == "most of it is out of range")
            #expect(columns.first { $0.name == "loudness" }?.whyNot == "these are no decibels")
            #expect(columns.first { $0.name == "tempo" }?.takenFor == nil)
            #expect(columns.first { $0.name == "danceability" }?.scale == "0 to 1")
        }
    }

    @Test func wholesAloneAreNotBelieved() throws {
        try importing("energy,valence", ["1,0", "0,0", "1,0"]) { _, file in
            let columns = file.reading.columns
            #expect(columns.first { $0.name == "energy" }?.whyNot == "0 and 1 alone may be shares or percents")
            // Of zeros alone every scale says the same.
            #expect(columns.first { $0.name == "valence" }?.scale == "0 to 1")
        }
    }

    @Test func marksOutOfTenAndPercentSignsAreTold() throws {
        try importing("energy,valence", (0..<30).map { "\($0 % 10 + 1),\(($0 + 3) % 10)" }) { _, file in
            #expect(scales(file) == ["energy": "0 to 10", "valence": "0 to 10"])
        }
        try importing(Self.sounds, ["45 %,1%,1 %,4%,0%,20%,40%,-4 dB,150 bpm,201 s"]) { tracks, file in
            #expect(tracks.first?.features?.energy == 0.01)
            #expect(tracks.first?.features?.loudness == -4)
            #expect(tracks.first?.durationMilliseconds == 201_000)
            #expect(file.troubles.isEmpty)
        }
    }

    @Test(arguments: [
        (["201000", "185000"], 201_000), (["201", "185"], 201_000), (["201.5", "185"], 201_500),
        (["3:21", "3:05"], 201_000),
        (["0:03:21", "1:00:00"], 201_000), (["3.35", "3.1"], 201_000), (["201000.0", "nan"], 201_000),
        (["\"201,000\"", "\"185,000\""], 201_000), (["3:21", "201"], 201_000), (["201 s", "185000 ms"], 201_000),
    ])
    func lengthsAreTold(cells: [String], expected: Int) throws {
        try importing("duration", cells) { tracks, file in
            #expect(tracks.first?.durationMilliseconds == expected, "\(file.reading.columns)")
            #expect(file.troubles.isEmpty)
        }
    }

    @Test(arguments: [
        (["85.0", "40.0"], 85), (["85", "nan"], 85), (["0.85", "0.4"], 85), (["85 ", ""], 85), (["85", "x"], 85),
    ])
    func popularitiesAreWholeNumbers(cells: [String], expected: Int) throws {
        try importing("popularity", cells) { tracks, _ in
            #expect(tracks.first?.popularity == expected)
            #expect(tracks.count == 2)
        }
    }

    @Test func decimalCommasAndThousandsPointsAreTold() throws {
        let columns = Self.sounds.replacing(",", with: ";") + ";popularity;year"
        try importing(
            columns,
            [
                "0,45;0,95;0,05;0,004;0;0,2;0,4;-4,125;150,125;211.160;85,0;1999",
                "0,5;0,751;0,05;0,004;0;0,2;0,4;-4,1;99,5;185.000;40;2004",
            ], separator: ";"
        ) { tracks, file in
            let features = try #require(tracks.first?.features)
            #expect(features.energy == 0.95)
            #expect(features.loudness == -4.125)
            #expect(features.tempo == 150.125)
            #expect(features.length == 211_160)
            #expect(tracks.first?.popularity == 85)
            #expect(tracks.first?.year == 1999)
            #expect(tracks.last?.features?.energy == 0.751)
            #expect(file.reading.decimalComma)
            #expect(file.troubles.isEmpty)
        }
    }

    @Test func aSingleRowTellsDecimalCommas() throws {
        try importing("tempo,energy", ["\"120,5\",\"0,8\""]) { _, file in
            #expect(file.reading.decimalComma)
            #expect(scales(file) == ["tempo": "beats a minute", "energy": "0 to 1"])
        }
    }

    @Test func keysModesAndTimeSignaturesCostNothing() throws {
        try importing("key,mode,time_signature,energy", ["C#,Major,4/4,0.5", "F,Minor,3/4,0.7"]) { tracks, file in
            #expect(tracks.count == 2)
            #expect(file.troubles.isEmpty)
            #expect(
                file.reading.columns.filter { $0.takenFor == nil }.map(\.name) == ["key", "mode", "time_signature"])
        }
    }

    @Test func aTablesOwnNumbersAreNoSpotifyIDs() throws {
        try importing("id,uri", ["17,spotify:track:\(spotifyID(1))", "18,spotify:track:\(spotifyID(2))"]) {
            tracks, file in
            #expect(tracks.map(\.spotifyID) == [spotifyID(1), spotifyID(2)])
            #expect(file.reading.columns.first { $0.name == "id" }?.whyNot == "no Spotify ids")
            #expect(file.troubles.isEmpty)
        }
    }

    @Test func recordLabelsAreNoMoods() throws {
        try importing("label", ["Sub Records", "Factory", "Blue Note"]) { _, file in
            #expect(file.reading.columns.first { $0.name == "label" }?.whyNot == "no moods")
        }
        try importing("label", ["sad", "happy", "wobbly"]) { tracks, file in
            #expect(tracks.prefix(2).map(\.songMood) == [.sad, .happy])
            #expect(file.reading.unknownMoods == [UnknownMood(text: "wobbly", rows: 1)])
        }
    }
}
