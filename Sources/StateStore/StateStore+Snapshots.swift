package import FoundationEssentials
import SQLiteStorage
import Storage

extension StateStore {
    /// Stores `content` under `name`, replacing an earlier snapshot: the state of a component that continues after a
    /// restart.
    ///
    /// Meant to be called every few seconds: a power cut may restore an earlier one.
    package func keepSnapshot(_ content: Data, named name: String, at moment: Date) async throws {
        try await file.writeUnhurried { try Self.put(content, name, moment, in: $0) }
    }

    /// As `keepSnapshot`, but durable when it returns: for state that others have already been told.
    package func keepDurably(_ content: Data, named name: String, at moment: Date) async throws {
        try await file.write { try Self.put(content, name, moment, in: $0) }
    }

    static func put(_ content: Data, _ name: String, _ moment: Date, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO snapshot (name, content, at) VALUES (?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET content = excluded.content, at = excluded.at
                """,
            arguments: [name, content, UTCTime.milliseconds(moment)])
    }

    /// The snapshot under `name` and its time; nil if there is none.
    package func snapshot(named name: String) async throws -> (content: Data, at: Date)? {
        try await file.read { database in
            try Row.fetchOne(database, sql: "SELECT content, at FROM snapshot WHERE name = ?", arguments: [name])
                .map { ($0[0], UTCTime.date($0[1])) }
        }
    }
}
