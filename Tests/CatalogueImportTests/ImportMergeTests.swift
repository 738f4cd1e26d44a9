import Catalogue
import CatalogueImport
import CatalogueSearch
import CatalogueTestSupport
import Foundation
import Songs
import TestSupport
import Testing

/// The same track from two places is one track.
@Suite struct ImportMergeTests {
    private let sound =
        "0,0,195000.0,0.611,0.1,-5.884,0.0739,0.000776,0.0,0.319,0.731,148.123,4.09e-07,3,spotify:track:"

    @Test func sameIdMergesFeaturesAndText() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let sounds = try bench.file("sounds.csv", Header.emotions, sound + spotifyID(1), sound + spotifyID(2))
            let names = try bench.file(
                "names.csv", "Track URI,Track Name,Artist Name(s)", "spotify:track:\(spotifyID(1)),Song,Me",
                "spotify:track:\(spotifyID(3)),Other,Me")
            let report = try bench.read(sounds, names)
            #expect(report.tracks == 3)
            #expect(report.files.map(\.added) == [2, 1])
            #expect(report.files.map(\.merged) == [0, 1])
            let track = try #require(try bench.tracks().first)
            #expect(track.title == "Song")
            #expect(track.features?.valence == 0.731)
            #expect(track.songMood == .calm)
        }
    }

    @Test func sameNameMergesATrackWithoutId() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            try bench.read(bench.file("list.csv", "artist,title", "björk,JOGA", "X,Y"))
            let report = try bench.read(
                bench.file("a.csv", Header.genres, genreRow(1, title: "Jóga", artists: "Björk", genre: "pop")))
            #expect(report.files.first?.merged == 1)
            let track = try #require(try bench.tracks().first)
            #expect(track.title == "Jóga")
            #expect(track.artists == ["Björk"])
            #expect(track.spotifyID == spotifyID(1))
            // A list without ids that is imported later matches the track and does not change its spelling.
            let again = try bench.read(bench.file("list.csv", "artist,title,year", "bjork,joga,1997"))
            #expect(again.files.first?.merged == 1)
            let same = try #require(try bench.tracks().first)
            #expect(same.title == "Jóga")
            #expect(same.year == 1997)
        }
    }

    @Test func differentIdsStayTwoTracks() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let report = try bench.read(
                bench.file("a.csv", Header.genres, genreRow(1, title: "Song"), genreRow(2, title: "Song")))
            #expect(report.files.first?.added == 2)
            #expect(report.tracks == 2)
        }
    }

    @Test func rowWithIdMergesTrackWithoutId() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            try bench.read(
                bench.file("sounds.csv", Header.emotions, sound + spotifyID(1)),
                bench.file("list.csv", "artist,title,genre", "Me,Song,jazz"))
            #expect(try bench.tracks().count == 2)
            let report = try bench.read(
                bench.file("c.csv", "Track URI,Track Name,Artist Name(s)", "spotify:track:\(spotifyID(1)),Song,Me"))
            #expect(report.tracks == 1)
            let track = try #require(try bench.tracks().first)
            #expect(track.genre == "jazz")
            #expect(track.features != nil)
            #expect(track.title == "Song")
            // All three files are its sources.
            #expect(try bench.catalogue.summary().sources.map(\.tracks) == [1, 1, 1])
        }
    }

    @Test func mergeAddsGenresAndPrefersLaterValues() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let rows = [
                genreRow(1, title: "Song", genre: "rock"), genreRow(1, title: "Song", genre: "metal", energy: "0.2"),
            ]
            let report = try bench.read(bench.file("a.csv", ([Header.genres] + rows).joined(separator: "\n")))
            #expect(report.files.first?.added == 1)
            #expect(report.files.first?.merged == 1)
            let track = try #require(try bench.tracks().first)
            #expect(track.genre == "rock")
            #expect(track.features?.energy == 0.2)
            #expect(track.songMood == .calm)
            let index = try bench.catalogue.openIndex()
            var extractor = TermExtractor()
            extractor.extract(Track(id: 0, title: nil, artists: [], genre: "metal", moodScores: track.moodScores))
            #expect(extractor.terms.map { index.trackCount(of: $0.hash) } == [1])
        }
    }

    @Test func importingTheSameFileAgainChangesNothing() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let file = try bench.file(
                "a.csv", Header.genres, genreRow(1, title: "One"), genreRow(2, title: "Two", energy: ""))
            try bench.read(file)
            let before = try bench.tracks()
            let revision = try await bench.catalogue.revision()
            let report = try bench.read(file)
            #expect(report.files.first?.added == 0)
            #expect(report.files.first?.merged == 2)
            #expect(try bench.tracks() == before)
            #expect(try await bench.catalogue.revision() == revision)
        }
    }

    @Test func importKeepsTheStarterList() throws {
        try withTemporaryFolder { folder in
            let starter = try StarterCatalogue(
                csv: Array(
                    "artist,title,year,genre,language,mood\nA,One,1999,pop,english,happy\nB,Two,1999,pop,english,sad\n"
                        .utf8))
            let catalogue = try Catalogue.open(in: folder, starter: starter, now: importTime).catalogue
            let path = "\(folder)/a.csv"
            try Data((Header.genres + "\n" + genreRow(1, title: "One", energy: "0.95") + "\n").utf8)
                .write(to: URL(fileURLWithPath: path))
            let report = try catalogue.importFiles([path], scorer: EnergyScorer(), now: importTime)
            #expect(report.files.first?.merged == 1)
            #expect(report.tracks == 2)
            let one = try #require(try catalogue.trackBlocking(id: 1))
            #expect(one.year == 1999)
            #expect(one.spotifyID == spotifyID(1))
            // The starter list says happy, the features say energetic: both are evidence.
            #expect(one.moodScores.energetic > 0.2 && one.moodScores.happy > 0.5)
            #expect(try catalogue.forget(nil) == 0)
            #expect(try catalogue.summary().tracks == 2)
        }
    }

    @Test func forgetKeepsTracksOfOtherFiles() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let one = try bench.file("one.csv", "artist,title", "A,Shared", "A,Mine")
            let two = try bench.file("two.csv", "artist,title", "A,Shared", "A,Yours")
            try bench.read(one, two)
            #expect(throws: UnknownSource.self) { try bench.catalogue.forget([one, "/nowhere.csv"]) }
            #expect(try bench.tracks().count == 3)
            let first = try #require(try bench.catalogue.summary().sources.first?.name)
            #expect(try bench.catalogue.forget([first]) == 1)
            #expect(try bench.tracks().map(\.title) == ["Shared", "Yours"])
            #expect(try bench.catalogue.forget(nil) == 2)
            #expect(try bench.catalogue.summary().sources.isEmpty)
            #expect(try bench.catalogue.openIndex().count == 0)
        }
    }
}
