package import FoundationEssentials
import SQLiteStorage
import Storage

/// How long history is kept. Feedback is kept for ever.
package struct RetentionPolicy: Hashable, Sendable {
    /// Moods, shifts, playlists, offers and search results older than this are deleted.
    package var days = 400
    /// After so many days the songs of playlists, moods of less than a minute, Spotify's track details and what explains
    /// changes are deleted.
    package var detailedDays = 90
    /// Of what explains changes at most so many entries are kept, the newest.
    package var events = 30_000

    package init() {}
}

/// How many rows of each table thinning deleted.
package struct ThinningReport: Hashable, Sendable {
    /// Deleted periods of one mood.
    package var moods = 0
    /// Deleted mood shifts.
    package var shifts = 0
    /// Deleted playlists.
    package var playlists = 0
    /// Deleted tracks of playlists.
    package var playlistTracks = 0
    /// Deleted records of when tracks were offered.
    package var offers = 0
    /// Deleted events.
    package var events = 0
    /// Deleted search results and track details of Spotify.
    package var lookups = 0

    package init() {}
}

extension StateStore {
    /// Deletes what the policy no longer keeps. The latest playlist and those that a publishing target should show stay
    /// whole, whatever their age. Meant to be called once a day.
    package func thin(_ policy: RetentionPolicy = RetentionPolicy(), now: Date) async throws -> ThinningReport {
        let day = 86_400.0
        let oldest = UTCTime.milliseconds(now - Double(policy.days) * day)
        let detailed = UTCTime.milliseconds(now - Double(policy.detailedDays) * day)
        let inUse = "SELECT playlist_id FROM publishing UNION SELECT max(id) FROM playlist"
        return try await file.write { database in
            func delete(_ sql: String, _ arguments: SQLArguments) throws -> Int {
                try database.execute(sql: "DELETE FROM " + sql, arguments: arguments)
                return database.changesCount
            }
            var report = ThinningReport()
            report.moods = try delete(
                "mood_interval WHERE end < ? OR (end < ? AND end - start < 60000)", [oldest, detailed])
            report.shifts = try delete("shift WHERE at < ?", [oldest])
            report.playlistTracks = try delete(
                """
                playlist_track WHERE playlist_id IN
                    (SELECT id FROM playlist WHERE at < ? AND id NOT IN (\(inUse)))
                """, [detailed])
            report.playlists = try delete("playlist WHERE at < ? AND id NOT IN (\(inUse))", [oldest])
            report.offers = try delete("offer WHERE at < ?", [oldest])
            report.events = try delete(
                "event WHERE at < ? OR id <= (SELECT max(id) FROM event) - ?", [detailed, policy.events])
            // Both are fetched again when they are needed.
            report.lookups = try delete("resolution WHERE at < ?", [oldest])
            report.lookups += try delete("unknown_id WHERE at < ?", [oldest])
            report.lookups += try delete("spotify_track WHERE at < ?", [detailed])
            return report
        }
    }
}
