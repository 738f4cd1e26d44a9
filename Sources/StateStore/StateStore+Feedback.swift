import Emotions
import GRDB
package import Songs
import Storage

// All that was learnt from the listener is in the table `feedback`, and nothing of it anywhere else.
extension StateStore {
    /// The most that skips or repeats of one track count.
    private static let mostHeard = 3
    /// Of what was heard no more tracks are kept; the oldest go.
    private static let longestHeard = 2000

    /// Keeps a verdict in place of any earlier one on the same track. A track without id and name is not kept.
    package func record(_ feedback: FeedbackRecord) async throws {
        guard feedback.identity.spotifyID != nil || feedback.identity.nameKey != nil else { return }
        try await file.write { database in
            try Self.delete(feedback.identity, "verdict <> 'heard'", from: database)
            try Self.insert(feedback, into: database)
        }
    }

    /// Adds a repeat (1) or a skip (-1) to what is known of a track in that mood. A power cut may undo it.
    package func noteHeard(_ feedback: FeedbackRecord, step: Int) async throws {
        guard feedback.identity.spotifyID != nil || feedback.identity.nameKey != nil else { return }
        try await file.writeUnhurried { database in
            let known = try Self.select(
                "WHERE verdict = 'heard' AND mood IS ? AND (spotify_id = ? OR name_key = ?) ORDER BY at DESC LIMIT 1",
                [feedback.mood?.rawValue, feedback.identity.spotifyID, feedback.identity.nameKey], database
            ).first
            var heard = feedback
            heard.verdict = .heard
            heard.balance = min(max((known?.balance ?? 0) + step, -Self.mostHeard), Self.mostHeard)
            try database.execute(
                sql: "DELETE FROM feedback WHERE verdict = 'heard' AND mood IS ? AND (spotify_id = ? OR name_key = ?)",
                arguments: [feedback.mood?.rawValue, feedback.identity.spotifyID, feedback.identity.nameKey])
            try Self.insert(heard, into: database)
            try database.execute(
                sql: """
                    DELETE FROM feedback WHERE verdict = 'heard' AND id NOT IN
                        (SELECT id FROM feedback WHERE verdict = 'heard' ORDER BY at DESC, id DESC LIMIT ?)
                    """, arguments: [Self.longestHeard])
        }
    }

    /// Takes back all that was said of a track or learnt of it; true if there was something.
    package func clearFeedback(on identity: TrackIdentity) async throws -> Bool {
        try await file.write { database in
            try Self.delete(identity, "1", from: database)
            return database.changesCount > 0
        }
    }

    /// Forgets all that was said and learnt; how much that was.
    package func resetFeedback() async throws -> Int {
        try await file.write { database in
            try database.execute(sql: "DELETE FROM feedback")
            return database.changesCount
        }
    }

    /// Forgets what listening has told, and keeps what was said.
    package func forgetHeard() async throws {
        try await file.write { try $0.execute(sql: "DELETE FROM feedback WHERE verdict = 'heard'") }
    }

    /// Every verdict, the oldest first. What was said is kept for ever: a dislike must hold.
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
        _ rest: String, _ arguments: StatementArguments, _ database: Database
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
