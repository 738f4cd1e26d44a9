package import FoundationEssentials
import GRDB
package import Music
import Storage

/// What a listener says of a track.
package enum Verdict: String, CaseIterable, Codable, Sendable {
    case like, dislike
}

/// A listener's verdict on a track.
package struct FeedbackRecord: Hashable, Sendable {
    package var identity: TrackIdentity
    package var title: String?
    package var artists: [String]
    package var verdict: Verdict
    package var at: Date

    package init(identity: TrackIdentity, title: String?, artists: [String], verdict: Verdict, at: Date) {
        self.identity = identity
        self.title = title
        self.artists = artists
        self.verdict = verdict
        self.at = at
    }
}

extension StateStore {
    /// Keeps a verdict in place of any earlier one on the same track. A track without id and name is not kept.
    package func record(_ feedback: FeedbackRecord) async throws {
        guard feedback.identity.spotifyID != nil || feedback.identity.nameKey != nil else { return }
        try await file.write { database in
            try Self.delete(feedback.identity, from: database)
            try database.execute(
                sql: """
                    INSERT INTO feedback (spotify_id, name_key, title, artists, verdict, at) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    feedback.identity.spotifyID, feedback.identity.nameKey, feedback.title,
                    Names.joined(feedback.artists), feedback.verdict.rawValue, UTCTime.milliseconds(feedback.at),
                ])
        }
    }

    /// Takes back what was said of a track; true if there was something.
    package func clearFeedback(on identity: TrackIdentity) async throws -> Bool {
        try await file.write { database in
            try Self.delete(identity, from: database)
            return database.changesCount > 0
        }
    }

    private static func delete(_ identity: TrackIdentity, from database: Database) throws {
        try database.execute(
            sql: "DELETE FROM feedback WHERE spotify_id = ? OR name_key = ?",
            arguments: [identity.spotifyID, identity.nameKey])
    }

    /// Every verdict, the oldest first. Kept for ever: a dislike must hold.
    package func feedback() async throws -> [FeedbackRecord] {
        try await file.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT spotify_id, name_key, title, artists, verdict, at FROM feedback ORDER BY at, id"
            ).compactMap { row in
                Verdict(rawValue: row[4]).map { verdict in
                    FeedbackRecord(
                        identity: TrackIdentity(spotifyID: row[0], nameKey: row[1]), title: row[2],
                        artists: Names.split(row[3]), verdict: verdict, at: UTCTime.date(row[5]))
                }
            }
        }
    }
}
