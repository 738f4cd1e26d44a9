import Emotions
package import FoundationEssentials
import SQLiteStorage
import Songs
import Storage

extension StateStore {
    /// Stores a playlist, the shifts that led to it, its tracks as offered, and that the publishing targets `wishes`
    /// should show it, in one transaction.
    package func record(
        _ playlist: NewPlaylist, after shifts: [MoodShiftRecord] = [], wishes: [String] = []
    ) async throws -> PlaylistRecord {
        try await file.write { database in
            for shift in shifts { try Self.insert(shift, into: database) }
            let at = UTCTime.milliseconds(playlist.at)
            try database.execute(
                sql: "INSERT INTO playlist (at, mood, reason) VALUES (?, ?, ?)",
                arguments: [at, playlist.mood.rawValue, playlist.reason])
            let id = database.lastInsertedRowID
            for (index, track) in playlist.tracks.enumerated() {
                try RecordedTrackRow.insert(track, playlist: id, position: index + 1, into: database)
                try Self.noteOffer(track.identity, at: at, playlist: id, in: database)
            }
            for target in wishes { try Self.wish(id, at: at, target: target, in: database) }
            return PlaylistRecord(
                id: id, at: UTCTime.date(at), mood: playlist.mood, reason: playlist.reason, tracks: playlist.tracks)
        }
    }

    static func noteOffer(
        _ identity: TrackIdentity, at: Int64, playlist: Int64, in database: Database
    ) throws {
        // The name comes first: it stays the same when the Spotify id is learned later.
        guard let key = identity.nameKey ?? identity.spotifyID.map({ "spotify:" + $0 }) else { return }
        try database.execute(
            sql: """
                INSERT INTO offer (track_key, spotify_id, name_key, at, playlist_id) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (track_key) DO UPDATE SET spotify_id = coalesce(excluded.spotify_id, spotify_id),
                    at = excluded.at, playlist_id = excluded.playlist_id
                """,
            arguments: [key, identity.spotifyID, identity.nameKey, at, playlist])
    }

    /// The newest playlist, nil before the first.
    package func latestPlaylist() async throws -> PlaylistRecord? {
        try await file.read { database in
            try Row.fetchOne(database, sql: "SELECT id, at, mood, reason FROM playlist ORDER BY id DESC LIMIT 1")
                .map { try Self.playlist($0, in: database) }
        }
    }

    /// The playlist of that id, nil if there is none.
    package func playlist(id: Int64) async throws -> PlaylistRecord? {
        try await file.read { database in
            try Row.fetchOne(database, sql: "SELECT id, at, mood, reason FROM playlist WHERE id = ?", arguments: [id])
                .map { try Self.playlist($0, in: database) }
        }
    }

    private static func playlist(_ row: Row, in database: Database) throws -> PlaylistRecord {
        let id: Int64 = row[0]
        return PlaylistRecord(
            id: id, at: UTCTime.date(row[1]), mood: try emotion(row[2]), reason: row[3],
            tracks: try RecordedTrackRow.all(ofPlaylist: id, in: database))
    }

    /// When each track was last offered, the latest first; `playlistsAgo` is set for the `playlists` latest playlists.
    /// - Parameter since: earlier offers are left out.
    package func offers(countingPlaylists playlists: Int, since: Date = .distantPast) async throws -> [OfferRecord] {
        let oldest = since == .distantPast ? Int64.min : UTCTime.milliseconds(since)
        return try await file.read { database in
            let latest = try Int64.fetchAll(
                database, sql: "SELECT id FROM playlist ORDER BY id DESC LIMIT ?", arguments: [playlists])
            let ago = Dictionary(uniqueKeysWithValues: latest.enumerated().map { ($0.element, $0.offset + 1) })
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT spotify_id, name_key, at, playlist_id FROM offer WHERE at >= ?
                    ORDER BY playlist_id DESC, track_key
                    """, arguments: [oldest]
            ).map { row in
                OfferRecord(
                    identity: TrackIdentity(spotifyID: row[0], nameKey: row[1]), at: UTCTime.date(row[2]),
                    playlistsAgo: ago[row[3]])
            }
        }
    }

    /// Whether anything was offered before that moment.
    package func hasOffers(before moment: Date) async throws -> Bool {
        let latest = UTCTime.milliseconds(moment)
        return try await file.read { database in
            try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM offer WHERE at < ?)", arguments: [latest])
                ?? false
        }
    }
}
