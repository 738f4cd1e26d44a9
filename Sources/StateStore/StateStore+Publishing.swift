package import FoundationEssentials
import SQLiteStorage
import Storage

/// The state of a publishing target with regard to the playlist it should show.
package enum PublishingState: String, CaseIterable, Codable, Sendable {
    case published, pending, failed, off
}

/// The wanted playlist of one publishing target (`spotify`, `file`) and its state.
package struct PublishingRecord: Hashable, Sendable {
    /// The name of the target.
    package var target: String
    /// The playlist the target should show.
    package var playlistID: Int64
    /// How far publishing has come.
    package var state: PublishingState
    /// A few words for people.
    package var detail: String
    /// The address of the published playlist; nil where there is none.
    package var url: String?
    /// When this state began.
    package var at: Date

    package init(target: String, playlistID: Int64, state: PublishingState, detail: String, url: String?, at: Date) {
        self.target = target
        self.playlistID = playlistID
        self.state = state
        self.detail = detail
        self.url = url
        self.at = at
    }
}

extension StateStore {
    static func wish(_ playlist: Int64, at: Int64, target: String, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO publishing (target, playlist_id, state, detail, at) VALUES (?, ?, ?, '', ?)
                ON CONFLICT (target) DO UPDATE SET playlist_id = excluded.playlist_id, state = excluded.state,
                    detail = excluded.detail, at = excluded.at
                """,
            arguments: [target, playlist, PublishingState.pending.rawValue, at])
    }

    /// Makes the newest playlist the wanted one of the target. Does nothing before the first playlist.
    ///
    /// - Parameter again: publishes it again even if it is the wanted one already; otherwise nothing is written then.
    package func wishForNewestPlaylist(target: String, at moment: Date, again: Bool) async throws {
        let isOther = try await file.read { database in
            try Self.newestPlaylistUnlessWanted(of: target, in: database) != nil
        }
        guard again || isOther else { return }
        try await file.write { database in
            guard let id = try Int64.fetchOne(database, sql: "SELECT max(id) FROM playlist") else { return }
            try Self.wish(id, at: UTCTime.milliseconds(moment), target: target, in: database)
        }
    }

    /// The id of the newest playlist, unless it is the wanted one of the target already.
    private static func newestPlaylistUnlessWanted(of target: String, in database: Database) throws -> Int64? {
        let latest = try Int64.fetchOne(database, sql: "SELECT id FROM playlist ORDER BY id DESC LIMIT 1")
        let wished = try Int64.fetchOne(
            database, sql: "SELECT playlist_id FROM publishing WHERE target = ?", arguments: [target])
        return latest == wished ? nil : latest
    }

    /// Records the result of publishing. Returns false and records nothing if the target should show another playlist
    /// by now: a late success must not hide that the newer one is pending.
    package func notePublishing(_ record: PublishingRecord) async throws -> Bool {
        try await file.write { database in
            try database.execute(
                sql: """
                    UPDATE publishing SET state = ?, detail = ?, url = ?, at = ? WHERE target = ? AND playlist_id = ?
                    """,
                arguments: [
                    record.state.rawValue, record.detail, record.url, UTCTime.milliseconds(record.at), record.target,
                    record.playlistID,
                ])
            return database.changesCount > 0
        }
    }

    /// The records of all targets that ever had one, by name.
    package func publishing() async throws -> [PublishingRecord] {
        try await file.read { database in
            try Row.fetchAll(
                database, sql: "SELECT target, playlist_id, state, detail, url, at FROM publishing ORDER BY target"
            ).map { row in
                PublishingRecord(
                    // A state of a newer version counts as pending.
                    target: row[0], playlistID: row[1], state: PublishingState(rawValue: row[2]) ?? .pending,
                    detail: row[3], url: row[4], at: UTCTime.date(row[5]))
            }
        }
    }
}
