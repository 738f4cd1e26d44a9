package import Emotions
package import FoundationEssentials
import SQLiteStorage
import Storage

extension StateStore {
    /// Records that the mood is `mood` at `moment`: extends the present period, or begins another if the mood differs,
    /// the last call was more than `maximumGap` seconds ago, or the clock was set back.
    ///
    /// Meant to be called every few seconds: a power cut may lose the latest calls.
    package func noteMood(
        _ mood: Emotion, confidence: Double, at moment: Date, maximumGap: TimeInterval
    ) async throws {
        let now = UTCTime.milliseconds(moment)
        try await file.writeUnhurried { database in
            let last = try Row.fetchOne(
                database, sql: "SELECT id, start, end, mood, confidence FROM mood_interval ORDER BY id DESC LIMIT 1")
            var continues = false
            if let last {
                let (id, start, end): (Int64, Int64, Int64) = (last[0], last[1], last[2])
                if now >= end, Double(now - end) <= maximumGap * 1000 {
                    continues = last[3] == mood.rawValue
                    // The mean is weighted by time; a period that ends here keeps its confidence.
                    let old: Double = last[4]
                    let share = now > start ? Double(now - end) / Double(now - start) : 0.5
                    let mean = continues ? old + (confidence - old) * share : old
                    try database.execute(
                        sql: "UPDATE mood_interval SET end = ?, confidence = ? WHERE id = ?",
                        arguments: [now, mean, id])
                }
            }
            if !continues {
                try database.execute(
                    sql: "INSERT INTO mood_interval (start, end, mood, confidence) VALUES (?, ?, ?, ?)",
                    arguments: [now, now, mood.rawValue, confidence])
            }
        }
    }

    /// Records a shift that led to no playlist; for one that did, see `record(_:after:wishes:)`.
    package func record(_ shift: MoodShiftRecord) async throws {
        try await file.write { try Self.insert(shift, into: $0) }
    }

    static func insert(_ shift: MoodShiftRecord, into database: Database) throws {
        try database.execute(
            sql: "INSERT INTO shift (at, from_mood, to_mood, confidence, why) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                UTCTime.milliseconds(shift.at), shift.from.rawValue, shift.to.rawValue, shift.confidence, shift.why,
            ])
    }

    /// Records events, in one transaction that a power cut may undo.
    ///
    /// - Parameter ended: the newest correction whose hold has ended by itself; nil for none.
    package func note(_ events: [EventRecord], endingHoldsTo ended: Int64? = nil) async throws {
        try await file.writeUnhurried { database in
            if let ended {
                try database.execute(
                    sql: "UPDATE correction SET ended_at = until WHERE ended_at IS NULL AND id <= ?", arguments: [ended]
                )
            }
            for event in events { try Self.insert(event, into: database) }
        }
    }

    static func insert(_ event: EventRecord, into database: Database) throws {
        try database.execute(
            sql: "INSERT INTO event (at, kind, word, subject, text) VALUES (?, ?, ?, ?, ?)",
            arguments: [UTCTime.milliseconds(event.at), event.kind.rawValue, event.word, event.subject, event.text])
    }
}

/// The emotion of a stored word. An unknown one means that another program wrote into the file.
func emotion(_ word: String) throws -> Emotion {
    guard let emotion = Emotion(rawValue: word) else {
        throw DatabaseError(message: "\(word) is no emotion this version knows")
    }
    return emotion
}
