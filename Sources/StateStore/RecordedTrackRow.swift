import SQLiteStorage
import Songs

/// Between a `RecordedTrack` and its row.
enum RecordedTrackRow {
    static func insert(
        _ track: RecordedTrack, playlist: Int64, position: Int, into database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO playlist_track (playlist_id, position, track_id, spotify_id, name_key, title, artists,
                    album, uri, url, song_mood, score, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                playlist, position, track.trackID, track.identity.spotifyID, track.identity.nameKey, track.title,
                Names.joined(track.artists), track.album, track.uri, track.url, track.songMood.rawValue, track.score,
                track.why,
            ])
    }

    static func all(ofPlaylist id: Int64, in database: Database) throws -> [RecordedTrack] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT track_id, spotify_id, name_key, title, artists, album, uri, url, song_mood, score, why
                FROM playlist_track WHERE playlist_id = ? ORDER BY position
                """, arguments: [id]
        ).map { row in
            guard let songMood = SongMood(rawValue: row[8]) else {
                throw DatabaseError(message: "\(row[8] as String) is no song mood this version knows")
            }
            return RecordedTrack(
                trackID: row[0], identity: TrackIdentity(spotifyID: row[1], nameKey: row[2]), title: row[3],
                artists: Names.split(row[4]), album: row[5], uri: row[6], url: row[7], songMood: songMood,
                score: row[9], why: row[10])
        }
    }
}

/// Several names in one column, separated by U+001F, which no name holds.
enum Names {
    static func joined(_ names: [String]) -> String {
        names.joined(separator: "\u{1F}")
    }

    static func split(_ column: String) -> [String] {
        column.split(separator: "\u{1F}").map(String.init)
    }
}
