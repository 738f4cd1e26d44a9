package import Emotions
package import FoundationEssentials
import GRDB
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

    /// All events that overlap the time from `from` to `to`, both included; nil is no bound.
    package func history(from: Date? = nil, to: Date? = nil) async throws -> History {
        let first = from.map(UTCTime.milliseconds) ?? .min
        let last = to.map(UTCTime.milliseconds) ?? .max
        return try await file.read { database in
            let moods = try Row.fetchAll(
                database,
                sql: """
                    SELECT start, end, mood, confidence FROM mood_interval WHERE end >= ? AND start <= ?
                    ORDER BY start, id
                    """, arguments: [first, last])
            let shifts = try Row.fetchAll(
                database,
                sql: """
                    SELECT at, from_mood, to_mood, confidence, why FROM shift WHERE at BETWEEN ? AND ? ORDER BY at, id
                    """, arguments: [first, last])
            let playlists = try Row.fetchAll(
                database, sql: "SELECT id, at, mood FROM playlist WHERE at BETWEEN ? AND ? ORDER BY at, id",
                arguments: [first, last])
            return History(
                moods: try moods.map {
                    MoodInterval(
                        from: UTCTime.date($0[0]), to: UTCTime.date($0[1]), mood: try emotion($0[2]),
                        confidence: $0[3])
                },
                shifts: try shifts.map {
                    MoodShiftRecord(
                        at: UTCTime.date($0[0]), from: try emotion($0[1]), to: try emotion($0[2]), confidence: $0[3],
                        why: $0[4])
                },
                playlists: try playlists.map {
                    PlaylistSummary(id: $0[0], at: UTCTime.date($0[1]), mood: try emotion($0[2]))
                })
        }
    }
}

/// The emotion of a stored word. An unknown one means that another program wrote into the file.
func emotion(_ word: String) throws -> Emotion {
    guard let emotion = Emotion(rawValue: word) else {
        throw DatabaseError(message: "\(word) is no emotion this version knows")
    }
    return emotion
}
