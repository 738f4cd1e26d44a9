import Catalogue
import Foundation
import SQLiteStorage
import Songs
import Storage
import TestSupport
import Testing

@Suite struct CatalogueTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func starter(_ lines: String...) throws -> StarterCatalogue {
        let text = "artist,title,year,genre,language,mood\n" + lines.joined(separator: "\n")
        return try StarterCatalogue(csv: Array(text.utf8))
    }

    private func open(_ folder: String, _ starter: StarterCatalogue?) throws -> Catalogue.Opening {
        try Catalogue.open(in: folder, starter: starter, now: now)
    }

    @Test func starterListIsLoadedOnce() async throws {
        try await withTemporaryFolder { folder in
            let starter = try starter("A;B,One,1999,pop,english,happy", "C,Two,1950,jazz,instrumental,calm")
            let first = try open(folder, starter)
            #expect(first.starter == StarterChange(added: 2, kept: 0, removed: 0))
            #expect(first.damaged == nil)
            first.catalogue.close()
            let second = try open(folder, starter)
            #expect(second.starter == nil)
            #expect(try await second.catalogue.count() == 2)
            #expect(
                try await second.catalogue.countsBySongMood() == [.happy: 1, .sad: 0, .energetic: 0, .calm: 1])
        }
    }

    @Test func storedTracksAreReadBack() async throws {
        try await withTemporaryFolder { folder in
            let catalogue = try open(folder, starter("A;B,One,1999,pop,english,happy")).catalogue
            let tracks = try await catalogue.tracks(songMood: .happy)
            let track = try #require(tracks.first)
            #expect(track.artists == ["A", "B"])
            #expect(track.title == "One")
            #expect(track.year == 1999)
            #expect(track.genre == "pop")
            #expect(track.language == "english")
            #expect(track.songMood == .happy)
            #expect(track.features == nil)
            #expect(track.identity == TrackIdentity(spotifyID: nil, nameKey: "a|one"))
            #expect(try await catalogue.track(id: track.id) == track)
            #expect(try await catalogue.track(id: 999) == nil)
            #expect(try await catalogue.tracks(songMood: .sad).isEmpty)
        }
    }

    @Test func starterUpdateKeepsOtherTracks() async throws {
        try await withTemporaryFolder { folder in
            let first = try open(folder, starter("A,One,1999,pop,english,happy", "C,Two,1950,jazz,english,calm"))
            let one = try #require(await first.catalogue.tracks(songMood: .happy).first)
            let revision = try await first.catalogue.revision()
            first.catalogue.close()
            // Another source brings a track of its own, and "Two" as well.
            try DatabaseConnection(path: folder + "/catalogue.sqlite").writeBlocking { database in
                try database.execute(
                    sql: """
                        INSERT INTO source VALUES (9, 'import', 'x', 0);
                        INSERT INTO track (spotify_id, title, artists, duration_ms, danceability,
                            acousticness, energy, instrumentalness, liveness, valence, loudness, speechiness, tempo,
                            song_mood, p_happy, p_sad, p_energetic, p_calm) VALUES ('id', 'Y', 'X', 1000, 0.1,
                            0.2, 0.3, 0.4, 0.5, 0.6, -7, 0.8, 90, 'sad', 0, 1, 0, 0);
                        INSERT INTO track_source VALUES (9, last_insert_rowid());
                        INSERT INTO track_source SELECT 9, id FROM track WHERE title = 'Two';
                        """)
            }
            let second = try open(folder, starter("A,One,1998,rock,english,sad", "D,Three,2000,pop,english,sad"))
            #expect(second.starter == StarterChange(added: 1, kept: 1, removed: 0))
            let catalogue = second.catalogue
            #expect(try await catalogue.revision() > revision)
            let sad = try await catalogue.tracks(songMood: .sad)
            #expect(sad.map(\.title) == ["One", "Y", "Three"])
            #expect(sad.first?.id == one.id)
            #expect(sad.first?.genre == "rock")
            #expect(sad.dropFirst().first?.features?.loudness == -7)
            #expect(sad.dropFirst().first?.spotifyURI == "spotify:track:id")
            #expect(try await catalogue.tracks(songMood: .calm).map(\.title) == ["Two"])
            catalogue.close()

            let third = try open(folder, starter("C,Two,1951,jazz,english,happy"))
            #expect(third.starter == StarterChange(added: 0, kept: 1, removed: 2))
            // "Two" has another source, which knows its mood; the starter list only fills missing values.
            #expect(try await third.catalogue.tracks(songMood: .calm).map(\.year) == [1950])
            #expect(try await third.catalogue.count() == 2)
        }
    }

    @Test func damagedCatalogueIsMovedAsideAndRebuilt() async throws {
        try await withTemporaryFolder { folder in
            try Data("rubbish, not a database, and long enough to be looked at".utf8)
                .write(to: URL(fileURLWithPath: folder + "/catalogue.sqlite"))
            let opening = try open(folder, starter("A,One,1999,pop,english,happy"))
            #expect(opening.damaged?.movedTo.hasPrefix(folder + "/catalogue.sqlite.damaged-") == true)
            #expect(try await opening.catalogue.count() == 1)
        }
    }

    /// A catalogue as a later version of the program leaves it, with a table that was imported.
    private func leaveNewer(_ folder: String) async throws {
        try open(folder, starter("A,One,1999,pop,english,happy")).catalogue.close()
        try DatabaseConnection(path: folder + "/catalogue.sqlite").writeBlocking { database in
            try database.execute(
                sql: """
                    INSERT INTO grdb_migrations (identifier) VALUES ('of a later version');
                    INSERT INTO source (name, fingerprint, loaded_at) VALUES ('/music/mine.csv', 'x', 0);
                    """)
        }
    }

    @Test func newerCatalogueIsRefusedAndLeftWholeByCommands() async throws {
        try await withTemporaryFolder { folder in
            try await leaveNewer(folder)
            let path = URL(fileURLWithPath: folder + "/catalogue.sqlite")
            let before = try Data(contentsOf: path)
            let error = #expect(throws: StorageError.self) { try open(folder, nil) }
            #expect(error?.code == .newer)
            #expect(try Data(contentsOf: path) == before)
        }
    }

    @Test func newerCatalogueIsKeptAsideByTheDaemonWhichNamesWhatWasInIt() async throws {
        try await withTemporaryFolder { folder in
            try await leaveNewer(folder)
            let opening = try Catalogue.open(
                in: folder, starter: try starter("A,One,1999,pop,english,happy"),
                now: Date(timeIntervalSince1970: 1_700_000_000), replacesNewer: true)
            #expect(opening.damaged?.movedTo == folder + "/catalogue.sqlite.newer-20231114T221320Z")
            #expect(opening.damaged?.description.contains("is of a newer version of EmoTunes; it is kept as") == true)
            #expect(opening.lostSources == ["/music/mine.csv"])
            #expect(try await opening.catalogue.count() == 1)
            _ = try opening.catalogue.openOrBuildIndex()
        }
    }

    @Test func candidatesOfALargeCatalogueAreSampledByMood() async throws {
        try await withTemporaryFolder { folder in
            let catalogue = try open(folder, nil).catalogue
            #expect(try await catalogue.candidates(limitPerSongMood: 10, seed: 1).isEmpty)
            try DatabaseConnection(path: folder + "/catalogue.sqlite").writeBlocking { database in
                for number in 0..<200 {
                    let mood = number < 195 ? "happy" : "sad"
                    try database.execute(
                        sql: """
                            INSERT INTO track (title, artists, song_mood, p_happy, p_sad, p_energetic, p_calm)
                            VALUES (?, 'A', ?, 0.25, 0.25, 0.25, 0.25)
                            """, arguments: ["\(number)", mood])
                }
            }
            let one = try await catalogue.candidates(limitPerSongMood: 50, seed: 1)
            #expect(one.count == 55)
            #expect(one.map(\.id) == one.map(\.id).sorted())
            #expect(try await catalogue.candidates(limitPerSongMood: 50, seed: 1) == one)
            #expect(try await catalogue.candidates(limitPerSongMood: 50, seed: 2) != one)
            #expect(try await catalogue.candidates(limitPerSongMood: 500, seed: 2).count == 200)
        }
    }

    @Test func stateFolderThatIsAFileIsReported() throws {
        try withTemporaryFolder { folder in
            try AtomicFile.replace(folder + "/state", with: [])
            let error = #expect(throws: StorageError.self) { try open(folder + "/state", nil) }
            #expect(error?.code == .wrongKind)
        }
    }
}
