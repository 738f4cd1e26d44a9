import Emotions
import SQLiteStorage
package import Songs
import Storage

// All feedback is in the table `feedback`, so that deleting its rows forgets everything.
extension StateStore {
    /// The bound of `FeedbackRecord.balance`.
    private static let maximumBalance = 3
    /// The most `heard` records that are kept; the oldest are deleted.
    private static let heardTrackLimit = 2000

    /// Stores a verdict, replacing an earlier one on the same track. A track without id and name is ignored.
    package func record(_ feedback: FeedbackRecord) async throws {
        guard feedback.identity.spotifyID != nil || feedback.identity.nameKey != nil else { return }
        try await file.write { database in
            try Self.delete(feedback.identity, "verdict <> 'heard'", from: database)
            try Self.insert(feedback, into: database)
        }
    }

    /// Adds a repeat (1) or a skip (-1) to the balance of a track in that mood. A power cut may undo it.
    package func noteHeard(_ feedback: FeedbackRecord, step: Int) async throws {
        guard feedback.identity.spotifyID != nil || feedback.identity.nameKey != nil else { return }
        try await file.writeUnhurried { database in
            let known = try Self.select(
                "WHERE verdict = 'heard' AND mood IS ? AND (spotify_id = ? OR name_key = ?) ORDER BY at DESC LIMIT 1",
                [feedback.mood?.rawValue, feedback.identity.spotifyID, feedback.identity.nameKey], database
            ).first
            var heard = feedback
            heard.verdict = .heard
            heard.balance = min(max((known?.balance ?? 0) + step, -Self.maximumBalance), Self.maximumBalance)
            try database.execute(
                sql: "DELETE FROM feedback WHERE verdict = 'heard' AND mood IS ? AND (spotify_id = ? OR name_key = ?)",
                arguments: [feedback.mood?.rawValue, feedback.identity.spotifyID, feedback.identity.nameKey])
            try Self.insert(heard, into: database)
            try database.execute(
                sql: """
                    DELETE FROM feedback WHERE verdict = 'heard' AND id NOT IN
                        (SELECT id FROM feedback WHERE verdict = 'heard' ORDER BY at DESC, id DESC LIMIT ?)
                    """, arguments: [Self.heardTrackLimit])
        }
    }

    /// Deletes all feedback on a track; true if there was some.
    package func clearFeedback(on identity: TrackIdentity) async throws -> Bool {
        try await file.write { database in
            try Self.delete(identity, "1", from: database)
            return database.changesCount > 0
        }
    }

    /// Deletes all feedback and returns how many records there were.
    package func resetFeedback() async throws -> Int {
        try await file.write { database in
            try database.execute(sql: "DELETE FROM feedback")
            return database.changesCount
        }
    }

    /// Deletes feedback derived from listening, and keeps verdicts.
    package func forgetHeard() async throws {
        try await file.write { try $0.execute(sql: "DELETE FROM feedback WHERE verdict = 'heard'") }
    }

    /// All feedback, the oldest first. Verdicts never expire: a dislike is permanent.
    package func feedback() async throws -> [FeedbackRecord] {
        try await file.read { try Self.select("ORDER BY at, id", [], $0) }
    }

    private static func delete(_ identity: TrackIdentity, _ condition: String, from database: Database) throws {
        try database.execute(
            sql: "DELETE FROM feedback WHERE (spotify_id = ? OR name_key = ?) AND \(condition)",
            arguments: [identity.spotifyID, identity.nameKey])
    }

    private static func insert(_ feedback: FeedbackRecord, into database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO feedback (spotify_id, name_key, title, artists, verdict, balance, song_mood, mood, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                feedback.identity.spotifyID, feedback.identity.nameKey, feedback.title,
                Names.joined(feedback.artists), feedback.verdict.rawValue, feedback.balance,
                feedback.songMood?.rawValue, feedback.mood?.rawValue, UTCTime.milliseconds(feedback.at),
            ])
    }

    private static func select(
        _ rest: String, _ arguments: SQLArguments, _ database: Database
    ) throws -> [FeedbackRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT spotify_id, name_key, title, artists, verdict, balance, song_mood, mood, at FROM feedback \(rest)
                """, arguments: arguments
        ).compactMap { row in
            Verdict(rawValue: row[4]).map { verdict in
                FeedbackRecord(
                    identity: TrackIdentity(spotifyID: row[0], nameKey: row[1]), title: row[2],
                    artists: Names.split(row[3]), verdict: verdict, balance: row[5],
                    songMood: (row[6] as String?).flatMap(SongMood.init(rawValue:)),
                    mood: (row[7] as String?).flatMap(Emotion.init(rawValue:)), at: UTCTime.date(row[8]))
            }
        }
    }
}
