package import FoundationEssentials
import GRDB
import Storage

extension StateStore {
    /// Keeps `content` under `name` in place of what was there, for a part that wants to go on after a restart.
    ///
    /// For every few seconds: a power cut may bring an earlier one back.
    package func keepSnapshot(_ content: Data, named name: String, at moment: Date) async throws {
        try await file.writeUnhurried { try Self.put(content, name, moment, in: $0) }
    }

    /// As `keepSnapshot`, but on the disk when it returns: for what the outside world was told.
    package func keepDurably(_ content: Data, named name: String, at moment: Date) async throws {
        try await file.write { try Self.put(content, name, moment, in: $0) }
    }

    private static func put(_ content: Data, _ name: String, _ moment: Date, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO snapshot (name, content, at) VALUES (?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET content = excluded.content, at = excluded.at
                """,
            arguments: [name, content, UTCTime.milliseconds(moment)])
    }

    /// What was kept under `name` and when, nil if nothing was.
    package func snapshot(named name: String) async throws -> (content: Data, at: Date)? {
        try await file.read { database in
            try Row.fetchOne(database, sql: "SELECT content, at FROM snapshot WHERE name = ?", arguments: [name])
                .map { ($0[0], UTCTime.date($0[1])) }
        }
    }
}
