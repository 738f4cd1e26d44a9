import CatalogueImport
import CatalogueTestSupport
import Songs
import TestSupport
import Testing

/// Every supported table format, recognised by its header.
@Suite struct ImportFormatTests {
    @Test func importsFeaturesAndLabelsOfThe278kSet() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let report = try bench.read(
                bench.file(
                    "a.csv", Header.emotions,
                    "0,0,195000.0,0.611,0.9,-5.884,0.0739,0.000776,0.0,0.319,0.731,148.123,4.09e-07,2,spotify:track:\(spotifyID(1))"
                ))
            #expect(report.files.first?.format == "278k Emotion Labeled Spotify Songs")
            let track = try #require(try bench.tracks().first)
            #expect(track.title == nil)
            #expect(track.artists.isEmpty)
            #expect(track.spotifyID == spotifyID(1))
            #expect(track.durationMilliseconds == 195_000)
            #expect(track.features?.acousticness == 0.000776)
            #expect(track.features?.loudness == -5.884)
            #expect(track.songMood == .energetic)
        }
    }

    @Test func importsPythonListsOfThe160kSet() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            try bench.read(
                bench.file(
                    "a.csv", Header.tracks,
                    "0.0594,1921,0.982,\"['Sergei Rachmaninoff', \"\"Sinéad O'Connor\"\", 'D\\'Angelo']\",0.279,831667,0.211,0,\(spotifyID(1)),0.878,10,0.665,-20.096,1,\"Piano Concerto No. 3, \"\"III\"\"\",4,1921-05-01,0.0366,80.954"
                ))
            let track = try #require(try bench.tracks().first)
            #expect(track.artists == ["Sergei Rachmaninoff", "Sinéad O'Connor", "D'Angelo"])
            #expect(track.title == "Piano Concerto No. 3, \"III\"")
            #expect(track.year == 1921)
            #expect(track.popularity == 4)
            #expect(track.features?.tempo == 80.954)
            #expect(track.songMood == .calm)
        }
    }

    @Test func importsGenresOfThe114kSet() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            try bench.read(
                bench.file("a.csv", Header.genres, genreRow(1, title: "Song", artists: "A;B", genre: "Hip-Hop")))
            let track = try #require(try bench.tracks().first)
            #expect(track.artists == ["A", "B"])
            #expect(track.album == "Album")
            #expect(track.genre == "hip-hop")
        }
    }

    @Test func importsWordLabelsOfDataMoods() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            try bench.read(
                bench.file(
                    "a.csv", Header.moods,
                    "1999,1999,Prince,\(spotifyID(1)),1982-10-27,68,379266,0.866,0.13699999999999998,0.5,0.0,0.0843,0.625,-8.201,0.0767,118.523,5,4,Calm"
                ))
            let track = try #require(try bench.tracks().first)
            #expect(track.title == "1999")
            #expect(track.year == 1982)
            #expect(track.features?.length == 379_266)
            // By the features energetic is as probable as calm; the label decides.
            #expect(track.songMood == .calm)
        }
    }

    @Test func splitsArtistsOfExportifyBySemicolonOrCount() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let sound = "0.6,0.7,2,-5.5,1,0.04,0.2,0.0,0.1,0.6,99.9,4"
            try bench.read(
                bench.file(
                    "new.csv", Header.exportify,
                    "spotify:track:\(spotifyID(1)),One,Al,\"Earth, Wind & Fire;B\",1978-11-23,215000,60,true,me,2020-01-01,\"soul,funk\",Label,\(sound)",
                    "spotify:local:A:B:C:100,Mine,,Me,,100000,,false,me,2020-01-01,,,,,,,,,,,,,,",
                    "spotify:episode:\(spotifyID(9)),Talk,,Somebody,,100000,,false,me,2020-01-01,,,,,,,,,,,,,,"),
                bench.file(
                    "old.csv", "Spotify URI,Artist URI(s),Track Name,Artist Name(s),Album Name",
                    "spotify:track:\(spotifyID(2)),\"spotify:artist:x,spotify:artist:y\",Two,\"A, B\",Al",
                    "spotify:track:\(spotifyID(3)),spotify:artist:z,Three,\"Earth, Wind & Fire\",Al"))
            let tracks = try bench.tracks()
            #expect(tracks.map(\.title) == ["One", "Mine", "Two", "Three"])
            #expect(
                tracks.map(\.artists) == [
                    ["Earth, Wind & Fire", "B"], ["Me"], ["A", "B"], ["Earth, Wind & Fire"],
                ])
            #expect(tracks.first?.genre == "soul")
            #expect(tracks.first?.features?.energy == 0.7)
            #expect(tracks.dropFirst().first?.spotifyID == nil)
        }
    }

    @Test func importsListsWithAnyColumnOrderAndTabs() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            try bench.read(
                bench.file("a.csv", "artist,title", "Queen,Innuendo"),
                bench.file("b.tsv", "Title\tArtist\tYear\tGenre", "Earth\tA; B\t1999\tRock"),
                bench.file("c.csv", "artist;title", "Prince;1999"))
            let tracks = try bench.tracks()
            #expect(tracks.map(\.title) == ["Innuendo", "Earth", "1999"])
            #expect(tracks.map(\.artists) == [["Queen"], ["A", "B"], ["Prince"]])
            #expect(tracks.dropFirst().first?.genre == "rock")
            #expect(tracks.dropFirst().first?.year == 1999)
        }
    }
}
