import CatalogueImport
import Publishing
import SQLiteStorage
import SongMoodModel
import Songs

extension LibraryStore {
    /// Songs of the library by their number, those behind `last`, at most so many.
    ///
    /// - Parameter model: tells moods from measured sound; nil: none are told.
    func songs(after last: Int64, most: Int, model: SoundMoodModel?) throws -> [LibrarySong] {
        try file.readBlocking { database in
            let rows = try SQLStatement(
                database,
                """
                SELECT id, title, artists, album, genres, year, duration_ms, file.tempo, label, keys, loudness, sound.tempo
                FROM file LEFT JOIN sound USING (name, size, changed)
                WHERE id > ? AND file.state <= ? ORDER BY id LIMIT ?
                """)
            rows.bind(1, Int(last))
            rows.bind(2, FileState.named.rawValue)
            rows.bind(3, most)
            var songs: [LibrarySong] = []
            var text: [UInt8] = []
            while try rows.step() {
                var song = LibrarySong(id: Int64(rows.int(0)))
                rows.read(1, into: &song.title)
                rows.read(2, into: &song.artists)
                rows.read(3, into: &song.album)
                rows.read(4, into: &text)
                song.genres = GenreNames.joined(String(decoding: text, as: UTF8.self))
                song.year = rows.optionalInt(5)
                song.durationMilliseconds = rows.optionalInt(6)
                // Who tagged a tempo has counted it.
                song.tempo = rows.optionalDouble(7) ?? rows.optionalDouble(11)
                song.loudness = rows.optionalDouble(10)
                if let model, let loudness = song.loudness {
                    song.soundMood = model.scores(loudness: loudness, tempo: song.tempo)
                }
                song.label = rows.optionalInt(8).flatMap { MoodLabel(packed: UInt32(truncatingIfNeeded: $0)) }
                rows.readBlob(9, into: &text)
                song.keys = text.withUnsafeBytes { bytes in
                    (0..<(bytes.count / 8)).map {
                        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
                    }
                }
                songs.append(song)
            }
            return songs
        }
    }

    /// Notes which tracks of the catalogue songs are.
    func note(_ matches: [LibraryMatch]) throws {
        try file.writeUnhurriedBlocking { database in
            let update = try SQLStatement(
                database,
                """
                UPDATE file SET track_id = ?1, track_hash = ?2, track_mood = ?3
                WHERE id = ?4 AND (track_id IS NOT ?1 OR track_hash IS NOT ?2 OR track_mood IS NOT ?3)
                """)
            for match in matches {
                update.bind(1, Int(match.trackID))
                update.bind(2, Int(Int64(bitPattern: match.nameHash)))
                update.bind(3, match.mood.rawValue)
                update.bind(4, Int(match.songID))
                _ = try update.step()
            }
        }
    }

    /// The catalogue's revision that the songs, as they are now, were compared with; -1 where they were not, nil where there
    /// has never been one.
    func comparedRevision() throws -> Int64? {
        try file.readBlocking { try Int64.fetchOne($0, sql: "SELECT revision FROM compared") }
    }

    /// - Parameter revision: of the catalogue after the comparison.
    func noteCompared(_ revision: Int64) throws {
        try file.writeBlocking { database in
            try database.execute(sql: "DELETE FROM compared; INSERT INTO compared VALUES (\(revision))")
        }
    }

    /// The files that hold songs, by the name hash of their tracks; of several that with tags, then the first.
    func files(of hashes: [UInt64?]) async throws -> [SongFile?] {
        try await file.read { database in
            let row = try SQLStatement(
                database,
                """
                SELECT root.path, folder.path, name, title, artists, album, duration_ms
                FROM file JOIN folder ON folder_id = folder.id JOIN root ON root_id = root.id
                WHERE track_hash = ? AND state <= \(FileState.named.rawValue) ORDER BY state, file.id LIMIT 1
                """)
            var text: [UInt8] = []
            func string(_ column: Int32) -> String {
                row.read(column, into: &text)
                return String(decoding: text, as: UTF8.self)
            }
            return try hashes.map { hash in
                guard let hash else { return nil }
                row.bind(1, Int(Int64(bitPattern: hash)))
                defer { row.reset() }
                guard try row.step() else { return nil }
                return SongFile(
                    path: string(1) + "/" + string(2), folder: string(0), title: row.isNull(3) ? nil : string(3),
                    artists: string(4).split(separator: NameList.separator).map(String.init),
                    album: row.isNull(5) ? nil : string(5), durationMilliseconds: row.optionalInt(6))
            }
        }
    }

    /// The tracks that files below these music folders hold, each once.
    func tracks(below roots: [String]) async throws -> [Int64] {
        try await file.read { database in
            let rows = try SQLStatement(
                database,
                """
                SELECT DISTINCT track_id FROM root JOIN folder ON root_id = root.id JOIN file ON folder_id = folder.id
                WHERE root.path = ? AND state <= \(FileState.named.rawValue) AND track_id IS NOT NULL
                """)
            var tracks: [Int64] = []
            for root in roots {
                rows.bind(1, copying: root)
                while try rows.step() { tracks.append(Int64(rows.int(0))) }
            }
            return tracks
        }
    }

    /// Takes a file out of the songs until it is read again.
    func forget(path: String) throws {
        guard let slash = path.lastIndex(of: "/") else { return }
        try file.writeBlocking { database in
            try database.execute(
                sql: """
                    UPDATE file SET state = ?, changed = 0, track_id = NULL, track_hash = NULL
                    WHERE name = ? AND folder_id IN (SELECT id FROM folder WHERE path = ?)
                    """,
                arguments: [
                    FileState.unreadable.rawValue, String(path[path.index(after: slash)...]), String(path[..<slash]),
                ])
        }
    }
}
