package import FoundationEssentials
import SQLiteStorage
import Storage

/// The details of a track from Spotify.
package struct TrackDetail: Hashable, Sendable {
    /// 22 base-62 characters.
    package var spotifyID: String
    /// Nil where Spotify has none.
    package var title: String?
    /// In the order of the record.
    package var artists: [String]
    /// Nil where Spotify has none.
    package var album: String?
    /// The https address of the album's cover.
    package var coverURL: String?

    package init(spotifyID: String, title: String?, artists: [String], album: String?, coverURL: String?) {
        self.spotifyID = spotifyID
        self.title = title
        self.artists = artists
        self.album = album
        self.coverURL = coverURL
    }
}

extension StateStore {
    /// Stores track details and fills in missing names in playlists; then every target but `target` has to publish
    /// again.
    package func keep(_ details: [TrackDetail], for target: String, at moment: Date) async throws {
        try await file.write { database in
            var isNew = false
            for detail in details {
                try database.execute(
                    sql: """
                        INSERT INTO spotify_track (spotify_id, title, artists, album, cover_url, at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (spotify_id) DO UPDATE SET title = excluded.title, artists = excluded.artists,
                            album = excluded.album, cover_url = excluded.cover_url, at = excluded.at
                        """,
                    arguments: [
                        detail.spotifyID, detail.title, Names.joined(detail.artists), detail.album, detail.coverURL,
                        UTCTime.milliseconds(moment),
                    ])
                try database.execute(
                    sql: """
                        UPDATE playlist_track SET title = coalesce(title, ?1), album = coalesce(album, ?2),
                            artists = CASE artists WHEN '' THEN ?3 ELSE artists END
                        WHERE spotify_id = ?4 AND (title IS NULL OR album IS NULL OR artists = '')
                        """,
                    arguments: [detail.title, detail.album, Names.joined(detail.artists), detail.spotifyID])
                if database.changesCount > 0 { isNew = true }
            }
            guard isNew else { return }
            try database.execute(
                sql: "UPDATE publishing SET state = ? WHERE target <> ?",
                arguments: [PublishingState.pending.rawValue, target])
        }
    }

    /// The stored details of these tracks, by Spotify id.
    package func details(of spotifyIDs: [String]) async throws -> [String: TrackDetail] {
        try await file.read { database in
            let marks = Array(repeating: "?", count: spotifyIDs.count).joined(separator: ", ")
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT spotify_id, title, artists, album, cover_url FROM spotify_track
                    WHERE spotify_id IN (\(marks))
                    """, arguments: spotifyIDs)
            return Dictionary(
                rows.map { row in
                    let id: String = row[0]
                    return (
                        id,
                        TrackDetail(
                            spotifyID: id, title: row[1], artists: Names.split(row[2]), album: row[3],
                            coverURL: row[4])
                    )
                }
            ) { $1 }
        }
    }

    /// Replaces tracks of a playlist that turned out to be unavailable; every other target has to publish again.
    package func replaceTracks(
        ofPlaylist id: Int64, with tracks: [RecordedTrack], for target: String, at moment: Date
    ) async throws {
        try await file.write { database in
            guard try Bool.fetchOne(database, sql: "SELECT 1 FROM playlist WHERE id = ?", arguments: [id]) == true
            else {
                return
            }
            try database.execute(sql: "DELETE FROM playlist_track WHERE playlist_id = ?", arguments: [id])
            for (index, track) in tracks.enumerated() {
                try RecordedTrackRow.insert(track, playlist: id, position: index + 1, into: database)
                try Self.noteOffer(track.identity, at: UTCTime.milliseconds(moment), playlist: id, in: database)
            }
            try database.execute(
                sql: "UPDATE publishing SET state = ? WHERE playlist_id = ? AND target <> ?",
                arguments: [PublishingState.pending.rawValue, id, target])
        }
    }
}
