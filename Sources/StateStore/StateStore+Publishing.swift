package import FoundationEssentials
import GRDB
import Storage

/// How far a publishing target has come with the playlist it should show.
package enum PublishingState: String, CaseIterable, Codable, Sendable {
    case published, pending, failed, off
}

/// The wish for one publishing target (`spotify`, `file`) and its state.
package struct PublishingRecord: Hashable, Sendable {
    package var target: String
    /// The playlist the target should show.
    package var playlistID: Int64
    package var state: PublishingState
    /// A few words for a person.
    package var detail: String
    package var url: String?
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

    /// Has the target show the newest playlist. Nothing happens before the first.
    ///
    /// - Parameter again: from scratch, though it may show it already; otherwise nothing is written where the target has
    ///   that wish, as when it is switched on again.
    package func wishForNewestPlaylist(target: String, at moment: Date, again: Bool) async throws {
        let isOther = try await file.read { database in try Self.unwished(of: target, in: database) != nil }
        guard again || isOther else { return }
        try await file.write { database in
            guard let id = try Int64.fetchOne(database, sql: "SELECT max(id) FROM playlist") else { return }
            try Self.wish(id, at: UTCTime.milliseconds(moment), target: target, in: database)
        }
    }

    /// The newest playlist, if the target is to show another one or none.
    private static func unwished(of target: String, in database: Database) throws -> Int64? {
        let latest = try Int64.fetchOne(database, sql: "SELECT id FROM playlist ORDER BY id DESC LIMIT 1")
        let wished = try Int64.fetchOne(
            database, sql: "SELECT playlist_id FROM publishing WHERE target = ?", arguments: [target])
        return latest == wished ? nil : latest
    }

    /// Notes how publishing went. False, and nothing noted, if by now the target should show another playlist: a late
    /// success must not hide that the newer one is still to come.
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

    /// The wish and state of every target that ever had one, by name.
    package func publishing() async throws -> [PublishingRecord] {
        try await file.read { database in
            try Row.fetchAll(
                database, sql: "SELECT target, playlist_id, state, detail, url, at FROM publishing ORDER BY target"
            ).map { row in
                PublishingRecord(
                    // A state of a newer version counts as still to be done.
                    target: row[0], playlistID: row[1], state: PublishingState(rawValue: row[2]) ?? .pending,
                    detail: row[3], url: row[4], at: UTCTime.date(row[5]))
            }
        }
    }
}
