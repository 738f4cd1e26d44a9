package import Emotions
package import FoundationEssentials
import SQLiteStorage
import Storage

/// What the person said of their mood: held for a while, and what it taught of their face.
package struct CorrectionRecord: Hashable, Sendable {
    /// The id in the store; nil before it is there.
    package var id: Int64?
    /// When it was said.
    package var at: Date
    /// What the mood is.
    package var mood: Emotion
    /// What the looks before it showed; nil where there were too few.
    package var read: Emotion?
    /// How many looks that were.
    package var looks: Int
    /// What is taken off each emotion's log scores since; all 0 where it taught nothing.
    package var lesson: EmotionValues
    /// Who said it.
    package var by: String
    /// How long the mood is held, unless it is let go before.
    package var until: Date
    /// When the hold ended, by itself or before; nil while it lasts.
    package var endedAt: Date?

    package init(
        id: Int64? = nil, at: Date, mood: Emotion, read: Emotion?, looks: Int, lesson: EmotionValues, by: String,
        until: Date, endedAt: Date? = nil
    ) {
        self.id = id
        self.at = at
        self.mood = mood
        self.read = read
        self.looks = looks
        self.lesson = lesson
        self.by = by
        self.until = until
        self.endedAt = endedAt
    }

    /// So many are kept.
    package static let mostKept = 50

    /// Whether it changes how the face is read.
    package var teaches: Bool { Emotion.allCases.contains { lesson[$0] != 0 } }

    /// Which of them has to go where they are too many: what teaches nothing goes first, and the oldest; never the newest.
    ///
    /// - Parameter teaches: of each whether it teaches, the oldest first.
    package static func surplus(_ teaches: [Bool]) -> Int? {
        teaches.count > mostKept ? teaches.dropLast().firstIndex(of: false) ?? 0 : nil
    }
}

extension StateStore {
    /// Stores a correction with the event that tells of it, and ends the one that was held. One that has an id already is
    /// held until another time.
    ///
    /// - Parameter slip: the correction whose place it takes, which is taken back; nil for none.
    /// - Returns: its id.
    package func record(
        _ correction: CorrectionRecord, _ event: EventRecord, replacing slip: Int64? = nil
    ) async throws -> Int64 {
        let lesson = try Self.text(correction.lesson)
        return try await file.write { database in
            if let id = correction.id {
                try database.execute(
                    sql: "UPDATE correction SET until = ?, ended_at = NULL WHERE id = ?",
                    arguments: [UTCTime.milliseconds(correction.until), id])
                try Self.insert(event, into: database)
                return id
            }
            try Self.endHolds(at: correction.at, in: database)
            try database.execute(sql: "DELETE FROM correction WHERE id IS ?", arguments: [slip])
            try database.execute(
                sql: """
                    INSERT INTO correction (at, mood, read_mood, looks, lesson, said_by, until)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    UTCTime.milliseconds(correction.at), correction.mood.rawValue, correction.read?.rawValue,
                    correction.looks, lesson, correction.by, UTCTime.milliseconds(correction.until),
                ])
            let id = database.lastInsertedRowID
            try Self.removeSurplus(in: database)
            try Self.insert(event, into: database)
            return id
        }
    }

    /// Lets go of the mood that is held, with the event that tells of it.
    ///
    /// - Parameter forgotten: the correction that is taken back altogether; nil for none.
    package func endHold(at moment: Date, forgetting forgotten: Int64?, _ event: EventRecord) async throws {
        try await file.write { database in
            try Self.endHolds(at: moment, in: database)
            try database.execute(sql: "DELETE FROM correction WHERE id IS ?", arguments: [forgotten])
            try Self.insert(event, into: database)
        }
    }

    /// Deletes the correction of that id, or all.
    ///
    /// - Parameter event: tells of the end of the hold that goes with it; nil where none does.
    /// - Returns: how many that were.
    package func forgetCorrections(_ id: Int64?, _ event: EventRecord? = nil) async throws -> Int {
        try await file.write { database in
            try database.execute(sql: "DELETE FROM correction WHERE ?1 IS NULL OR id = ?1", arguments: [id])
            let count = database.changesCount
            if let event {
                try Self.endHolds(at: event.at, in: database)
                try Self.insert(event, into: database)
            }
            return count
        }
    }

    /// All corrections that are kept, the oldest first.
    package func corrections() async throws -> [CorrectionRecord] {
        try await file.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, at, mood, read_mood, looks, lesson, said_by, until, ended_at FROM correction ORDER BY id
                    """
            ).map { row in
                CorrectionRecord(
                    id: row[0], at: UTCTime.date(row[1]), mood: try emotion(row[2]),
                    read: try (row[3] as String?).map(emotion), looks: row[4], lesson: try Self.lesson(row[5]),
                    by: row[6], until: UTCTime.date(row[7]), endedAt: (row[8] as Int64?).map(UTCTime.date))
            }
        }
    }

    private static func endHolds(at moment: Date, in database: Database) throws {
        try database.execute(
            sql: "UPDATE correction SET ended_at = min(until, ?) WHERE ended_at IS NULL",
            arguments: [UTCTime.milliseconds(moment)])
    }

    private static func removeSurplus(in database: Database) throws {
        let rows = try Row.fetchAll(database, sql: "SELECT id, lesson FROM correction ORDER BY id")
        // One that cannot be read teaches nothing.
        let teaches = rows.map { row in
            (try? Self.lesson(row[1])).map { lesson in Emotion.allCases.contains { lesson[$0] != 0 } } ?? false
        }
        guard let place = CorrectionRecord.surplus(teaches) else { return }
        try database.execute(sql: "DELETE FROM correction WHERE id = ?", arguments: [rows[place][0] as Int64])
    }

    private static func text(_ lesson: EmotionValues) throws -> String {
        String(decoding: try JSONEncoder().encode(lesson), as: UTF8.self)
    }

    private static func lesson(_ text: String) throws -> EmotionValues {
        try JSONDecoder().decode(EmotionValues.self, from: Data(text.utf8))
    }
}
