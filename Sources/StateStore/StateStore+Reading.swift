package import FoundationEssentials
import SQLiteStorage
import Storage

/// The lists of a history, in the order in which parts go through them.
enum HistoryList: Int, CaseIterable {
    case moods, shifts, playlists, events

    /// Columns, the time and number of the row first; table; and which rows are of a time. `?1` and `?2` are its bounds.
    fileprivate var sql: (columns: String, time: String, table: String, condition: String) {
        switch self {
        case .moods:
            // No stretch of one mood lasts a day, so the scan may begin a day before.
            (
                "start, id, end, mood, confidence", "start", "mood_interval",
                """
                end >= ?1 AND start <= ?2
                AND start >= coalesce((SELECT max(start) FROM mood_interval WHERE start <= ?1), ?1) - 86400000
                """
            )
        case .shifts:
            ("at, id, from_mood, to_mood, confidence, why", "at", "shift", "at BETWEEN ?1 AND ?2")
        case .playlists: ("at, id, mood, reason", "at", "playlist", "at BETWEEN ?1 AND ?2")
        case .events: ("at, id, kind, word, subject, text", "at", "event", "at BETWEEN ?1 AND ?2")
        }
    }
}

extension StateStore {
    /// All that overlaps the time from `from` to `to`, both included; nil is no bound.
    package func history(from: Date? = nil, to: Date? = nil) async throws -> History {
        try await history(from: from, to: to, limit: nil, after: nil, count: .max).history
    }

    /// A part of it: at most `count` rows, each list after the other and each from old to new.
    ///
    /// Each part is a read of its own, so that no reader keeps the write-ahead log from being folded in.
    /// - Parameters:
    ///   - limit: of each list at most so many rows, the newest; nil for all.
    ///   - cursor: where the part before ended; nil for the first.
    /// - Returns: the part, and where the next one goes on; nil where there is none.
    package func history(
        from: Date?, to: Date?, limit: Int?, after cursor: HistoryCursor?, count: Int
    ) async throws -> (history: History, next: HistoryCursor?) {
        // Not the least number there is: a day is taken from it.
        let bounds = [from.map(UTCTime.milliseconds) ?? -(1 << 60), to.map(UTCTime.milliseconds) ?? .max]
        return try await file.read { database in
            var history = History()
            var left = count
            var cursor = cursor
            for list in HistoryList.allCases.dropFirst(cursor?.list ?? 0) {
                let begin = try cursor ?? Self.beforeNewest(limit, of: list, bounds, in: database)
                let last = try Self.read(list, bounds, after: begin, count: left, into: &history, &left, in: database)
                cursor = nil
                if left == 0, let last { return (history, last) }
            }
            return (history, nil)
        }
    }

    /// The newest moment that anything was written of, and whether it was the program's own end; nil before the first.
    package func lastTrace() async throws -> (at: Date, wasEnded: Bool)? {
        try await file.read { database in
            let newest = try Int64.fetchOne(
                database,
                sql: """
                    SELECT max(at) FROM (SELECT max(at) AS at FROM event UNION ALL SELECT max(end) FROM mood_interval
                        UNION ALL SELECT max(at) FROM playlist)
                    """)
            let word = try String.fetchOne(
                database, sql: "SELECT word FROM event WHERE kind = 'program' ORDER BY id DESC LIMIT 1")
            return newest.map { (UTCTime.date($0), word == "ended") }
        }
    }

    /// The place behind which only the newest `limit` rows of the list lie; nil where that is all of it.
    private static func beforeNewest(
        _ limit: Int?, of list: HistoryList, _ bounds: [Int64], in database: Database
    ) throws -> HistoryCursor? {
        guard let limit else { return nil }
        let sql = list.sql
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT \(sql.time), id FROM \(sql.table) WHERE \(sql.condition)
                ORDER BY \(sql.time) DESC, id DESC LIMIT 1 OFFSET ?3
                """, arguments: [bounds[0], bounds[1], limit])
        return row.map { HistoryCursor(list: list.rawValue, at: $0[0], id: $0[1]) }
    }

    /// Appends rows of one list; the place of the last one, nil for none.
    private static func read(
        _ list: HistoryList, _ bounds: [Int64], after begin: HistoryCursor?, count: Int, into history: inout History,
        _ left: inout Int, in database: Database
    ) throws -> HistoryCursor? {
        let sql = list.sql
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT \(sql.columns) FROM \(sql.table) WHERE \(sql.condition) AND (\(sql.time), id) > (?3, ?4)
                ORDER BY \(sql.time), id LIMIT ?5
                """, arguments: [bounds[0], bounds[1], begin?.at ?? .min, begin?.id ?? .min, count])
        var last: HistoryCursor?
        while let row = try rows.next() {
            try history.append(row, of: list)
            last = HistoryCursor(list: list.rawValue, at: row[0], id: row[1])
            left -= 1
        }
        return last
    }
}

extension History {
    fileprivate mutating func append(_ row: Row, of list: HistoryList) throws {
        let at = UTCTime.date(row[0])
        switch list {
        case .moods:
            moods.append(
                MoodInterval(from: at, to: UTCTime.date(row[2]), mood: try emotion(row[3]), confidence: row[4]))
        case .shifts:
            shifts.append(
                MoodShiftRecord(
                    at: at, from: try emotion(row[2]), to: try emotion(row[3]), confidence: row[4], why: row[5]))
        case .playlists:
            playlists.append(PlaylistSummary(id: row[1], at: at, mood: try emotion(row[2]), reason: row[3]))
        case .events:
            guard let kind = EventRecord.Kind(rawValue: row[2]) else { return }
            events.append(EventRecord(at: at, kind: kind, word: row[3], subject: row[4], text: row[5]))
        }
    }
}
