package import FoundationEssentials
import SQLiteStorage
import Storage

// What Spotify has for an account, by the names and ids of the catalogue.
extension StateStore {
    /// How long a failed search and an id that Spotify does not know are cached, in seconds: Spotify's catalogue grows.
    private static let absenceLifetime = 30.0 * 86_400

    /// The cached search results by name key: the Spotify id, or nil for a track that Spotify does not have.
    ///
    /// - Parameter account: whose; empty where that is not known.
    package func resolutions(of account: String, now: Date) async throws -> [String: String?] {
        let oldest = UTCTime.milliseconds(now.addingTimeInterval(-Self.absenceLifetime))
        return try await file.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT name_key, spotify_id FROM resolution
                    WHERE account = ? AND (spotify_id IS NOT NULL OR at >= ?)
                    """, arguments: [account, oldest])
            return Dictionary(rows.map { ($0[0] as String, $0[1] as String?) }) { $1 }
        }
    }

    /// The ids that Spotify does not know.
    package func unknownIDs(of account: String, now: Date) async throws -> Set<String> {
        let oldest = UTCTime.milliseconds(now.addingTimeInterval(-Self.absenceLifetime))
        return try await file.read { database in
            try Set(
                String.fetchAll(
                    database, sql: "SELECT spotify_id FROM unknown_id WHERE account = ? AND at >= ?",
                    arguments: [account, oldest]))
        }
    }

    /// Caches the result of a search for a name; nil: not found.
    package func noteResolution(
        of nameKey: String, as spotifyID: String?, for account: String, at moment: Date
    ) async throws {
        try await noteResolutions(of: [(nameKey, spotifyID)], for: account, at: moment)
    }

    /// Caches the results of several searches. A power cut may undo it, and they are searched for again.
    package func noteResolutions(
        of names: [(nameKey: String, spotifyID: String?)], for account: String, at moment: Date
    ) async throws {
        guard !names.isEmpty else { return }
        try await file.writeUnhurried { database in
            for name in names {
                try database.execute(
                    sql: """
                        INSERT INTO resolution (account, name_key, spotify_id, at) VALUES (?, ?, ?, ?)
                        ON CONFLICT (account, name_key) DO UPDATE SET spotify_id = excluded.spotify_id, at = excluded.at
                        """,
                    arguments: [account, name.nameKey, name.spotifyID, UTCTime.milliseconds(moment)])
            }
        }
    }

    /// Caches that Spotify does not know these ids; names that were found under them are to be searched for again.
    package func noteUnknownIDs(_ ids: Set<String>, for account: String, at moment: Date) async throws {
        guard !ids.isEmpty else { return }
        try await file.write { database in
            for id in ids {
                try database.execute(
                    sql: """
                        INSERT INTO unknown_id (account, spotify_id, at) VALUES (?, ?, ?)
                        ON CONFLICT (account, spotify_id) DO UPDATE SET at = excluded.at
                        """,
                    arguments: [account, id, UTCTime.milliseconds(moment)])
                try database.execute(
                    sql: "DELETE FROM resolution WHERE account = ? AND spotify_id = ?", arguments: [account, id])
            }
        }
    }
}
