import Catalogue
import CatalogueImport
import CatalogueTestSupport
import Foundation
import Glibc
import Songs
import TestSupport
import Testing

/// Tables as they are found: encodings, quotes, titles above the header, what is not known.
@Suite struct WildTableTests {
    private func importing(_ bytes: [UInt8], _ body: ([Track], ImportedFile) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let report = try bench.read(bench.file("a.csv", bytes))
            try body(try bench.tracks(), try #require(report.files.first))
        }
    }

    private func importing(_ text: String, _ body: ([Track], ImportedFile) throws -> Void) throws {
        try importing(Array(text.utf8), body)
    }

    @Test(arguments: [
        "sep=;\nartist;title\nA;One, Two\n", "\"sep=;\"\r\nartist;title\r\nA;One, Two\r\n",
        "\n\nartist;title\nA;One, Two\n",
        "My favourite songs\nartist;title\nA;One, Two\n",
        "Made on 2024-01-01, by me\n\n\"artist\";\"title\"\nA;One, Two\n",
        "artist;title\rA;One, Two\r", "artist; title\nA; \"One, Two\"\n", "artist\ttitle\nA\tOne, Two\n",
        "artist|title\nA|One, Two\n", "\u{FEFF}sep=;\nartist;title\nA;\"One, Two\"", "artist,title\nA,\"One, Two",
        "ARTIST , TITLE\n \"A\" , \"One, Two\" \n", "title;artist\n\"One, Two\";A\n",
        "SEP=,\nartist,title\nA,\"One, Two\"\n",
    ])
    func readsTheOneSong(text: String) throws {
        try importing(text) { tracks, file in
            #expect(tracks.map(\.title) == ["One, Two"])
            #expect(tracks.map(\.artists) == [["A"]])
            #expect(file.skipped == 0)
        }
    }

    @Test func aCodePageIsToldAndSaid() throws {
        let text = "Künstler;Titel;Stimmung\nDie Ärzte;Männer für Überraschung;fröhlich\n"
        try importing(Array(try #require(text.data(using: .windowsCP1252)))) { tracks, file in
            #expect(tracks.first?.artists == ["Die Ärzte"])
            #expect(tracks.first?.title == "Männer für Überraschung")
            #expect(tracks.first?.songMood == .happy)
            #expect(file.reading.encoding == "Windows-1252 (Western European)")
        }
    }

    /// What the beginning does not show, the rest does.
    @Test func aCodePageIsToldFromTheWholeFile() throws {
        let rows = (0..<9000).map { "A\($0),Song\($0)" }.joined(separator: "\n")
        let bytes = Array("artist,title\n\(rows)\n".utf8) + [0x42, 0x6A, 0xF6, 0x72, 0x6B] + Array(",J\n".utf8)
        try importing(bytes) { tracks, file in
            #expect(tracks.last?.artists == ["Björk"])
            #expect(file.reading.encoding.hasPrefix("Windows-1252"))
            #expect(file.skipped == 0)
        }
    }

    @Test func backslashesAreToldFromTheWholeFile() throws {
        let rows = (0..<9000).map { "A\($0),\"Song \($0), again\"" }.joined(separator: "\n")
        try importing("artist,title\n\(rows)\nB,\"The \\\"Best\\\", really\"\n") { tracks, _ in
            #expect(tracks.last?.title == "The \"Best\", really")
            #expect(tracks.count == 9001)
        }
        // A cell that ends with a backslash is none that escapes a quote.
        try importing("artist,title\nA,\"One\\\"\nB,\"Two \"\"x\"\"\"\n") { tracks, _ in
            #expect(tracks.map(\.title) == ["One\\", "Two \"x\""])
        }
    }

    @Test func artistsJoinedByCommas() throws {
        try importing(
            """
            Track URI,Track Name,Artist Name(s)
            spotify:track:\(spotifyID(1)),One,"Earth\\, Wind & Fire, Bea"
            spotify:track:\(spotifyID(2)),Two,"Cy, Di"
            """
        ) { tracks, _ in
            #expect(tracks.map(\.artists) == [["Earth, Wind & Fire", "Bea"], ["Cy", "Di"]])
        }
        try importing(
            """
            Track URI,Artist URI(s),Track Name,Artist Name(s)
            spotify:track:\(spotifyID(1)),"a:1, a:2",One,"Odd, Name, Bea"
            spotify:track:\(spotifyID(2)),"a:2",Two,Bea
            spotify:track:\(spotifyID(3)),"a:3, a:4",Three,"Kim, X, Y"
            spotify:track:\(spotifyID(4)),"a:4",Four,"X, Y"
            spotify:track:\(spotifyID(5)),"a:5, a:6",Five,"Tea, The Maker, Jo"
            spotify:track:\(spotifyID(6)),"a:7",Six,"Alone, Together"
            """
        ) { tracks, _ in
            #expect(tracks.map(\.artists.count) == [2, 1, 2, 1, 2, 1])
            #expect(tracks[2].artists == ["Kim", "X, Y"])
            #expect(tracks[4].artists == ["Tea, The Maker", "Jo"])
            #expect(tracks[5].artists == ["Alone, Together"])
        }
    }

    @Test func whatIsNotKnownOverwritesNothing() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            try bench.read(
                bench.file(
                    "a.csv", "artist,title,explicit,popularity,genre,mood,energy,duration",
                    "A,One,yes,50,rock,happy,0.5,201"))
            let report = try bench.read(
                bench.file(
                    "b.csv", "artist,title,explicit,popularity,genre,mood,energy,duration",
                    "A,One,nan,,null,wobbly,NaN,",
                    "B,Two,no,1,x,sad,0.5,200"))
            let track = try #require(try bench.tracks().first)
            #expect(track.isExplicit == true)
            #expect(track.popularity == 50)
            #expect(track.genre == "rock")
            #expect(track.songMood == .happy)
            #expect(track.durationMilliseconds == 201_000)
            #expect(report.files.first?.reading.explicitUnknown == 1)
        }
    }

    @Test func aMissingNameIsNoName() throws {
        try importing("artist,title,album\nA,One,First\nA,One,nan\nnan,Two,\nB,NaN,\nNone,Unknown,\n") { tracks, file in
            #expect(tracks.map(\.title) == ["One", "Unknown"])
            #expect(tracks.first?.album == "First")
            #expect(file.skipped == 2)
        }
    }

    @Test(
        arguments: [
            ("Yes", true), ("E", true), ("Explicit", true), ("WAHR", true), ("VRAI", true), ("VERDADERO", true),
            ("TRUE", true),
            ("1.0", true), ("ИСТИНА", true), ("DOĞRU", true), ("t", true), ("はい", true), ("No", false),
            ("FALSCH", false),
            ("0.0", false), ("cleaned", false), ("Not explicit", false), ("FAUX", false), ("f", false), ("", nil),
            ("nan", nil),
            ("perhaps", nil),
        ] as [(String, Bool?)])
    func explicitIsAWordOfManyLanguages(word: String, expected: Bool?) throws {
        try importing("artist,title,explicit\nA,One,\(word)\n") { tracks, file in
            #expect(tracks.first?.isExplicit == expected)
            #expect(file.reading.explicitUnknown == (expected == nil ? 1 : 0))
            #expect(file.troubles.map(\.reason) == (word == "perhaps" ? ["explicit is neither yes nor no"] : []))
        }
    }

    @Test func severalMoodsOfACellAreKept() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let file = try bench.file(
                "a.csv", "artist,title,mood", "A,One,\"happy (70), energetic (30)\"", "B,Two,not sad", "C,Three,calm")
            try bench.read(file)
            let before = try bench.tracks()
            let scores = before.map(\.moodScores)
            #expect(scores[0].happy > scores[0].energetic && scores[0].energetic > 2 * scores[0].sad)
            #expect(scores[1].sad < 0.1 && scores[1].happy == scores[1].calm)
            #expect(scores[2].dominant == .calm)
            // Read again they are the same, from the database as from the file.
            let again = try bench.read(file)
            #expect(again.files.first?.merged == 3)
            #expect(try bench.tracks() == before)
        }
    }

    @Test func aQuoteLeftOpenCostsNoOtherRow() throws {
        try importing("artist,title\nA,\"One\nB,Two\nC,Three\n") { tracks, file in
            #expect(tracks.map(\.title) == ["One", "Two", "Three"])
            #expect(file.troubles.map(\.reason) == ["a quote is opened and never closed; the row was read without it"])
            #expect(file.troubles.first?.lines == [2])
        }
        try importing("artist,title,year\nA,One,1999\nB,\"Two, cut o") { tracks, _ in
            #expect(tracks.map(\.title) == ["One", "Two"])
        }
    }

    @Test(arguments: [
        (
            "Performer_X,Piece,Notes\nA,One,x\n",
            "rename \"Performer_X\" to \"artist\" and the column with the titles to \"title\""
        ),
        (
            "artist,song_title_x\nA,One\n",
            "hold titles: found artist, song_title_x; rename \"song_title_x\" to \"title\""
        ),
        (
            "title,who\nOne,A\n",
            "rename the column with the artists to \"artist\", or a column with Spotify's ids to \"track_id\""
        ),
    ])
    func aRefusedTableSaysWhatToRename(text: String, advice: String) throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let error = #expect(throws: ImportError.self) { try bench.read(bench.file("a.csv", Array(text.utf8))) }
            #expect(error?.code == .unknownColumns)
            #expect(error?.description.contains(advice) == true, "\(error?.description ?? "")")
        }
    }

    @Test func checkingReadsAllAndChangesNothing() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let file = try bench.file("a.csv", "artist,title,mood,x", "A,One,Happy,1", ",,Wobbly,2", "B,Two,Wobbly,3")
            let report = try TableCheck.report(on: [file])
            let checked = try #require(report.files.first)
            #expect(report.tracks == nil)
            #expect(checked.rows == 3)
            #expect(checked.skipped == 1)
            #expect(checked.added == nil)
            #expect(checked.reading.unknownMoods == [UnknownMood(text: "Wobbly", rows: 2)])
            #expect(checked.reading.columns.map(\.takenFor) == ["artist", "title", "mood", nil])
            #expect(try bench.catalogue.summary().tracks == 0)
            // An import takes the file for the same.
            let imported = try #require(try bench.read(file).files.first)
            #expect(imported.reading == checked.reading)
            #expect(imported.troubles == checked.troubles)
        }
    }

    @Test func aPipeIsReadOnceAndSaysSo() throws {
        try withTemporaryFolder { folder in
            let pipe = "\(folder)/pipe"
            try #require(mkfifo(pipe, 0o600) == 0)
            // Longer than what is looked at first.
            let rows = (0..<200_000).map { "A\($0),Song\($0),0.\($0 % 90 + 10)" }.joined(separator: "\n")
            let writer = Thread {
                FileHandle(forWritingAtPath: pipe)?.write(Data("artist,title,energy\n\(rows)\n".utf8))
            }
            writer.start()
            let file = try #require(try TableCheck.report(on: [pipe]).files.first)
            #expect(file.rows == 200_000)
            #expect(file.skipped == 0)
            #expect(!file.reading.isWhole)
            #expect(file.reading.columns.last?.scale == "0 to 1")
        }
    }
}
