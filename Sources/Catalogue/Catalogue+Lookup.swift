import SQLiteStorage
package import Songs

// Looking tracks up.
extension Catalogue {
    /// The tracks with these ids, in the order of `ids`; those that no longer exist are left out.
    package func tracks(ids: [Int64]) async throws -> [Track] {
        try await file.read { try Self.tracks(ids, $0) }
    }

    /// As `tracks(ids:)`, on the calling thread. For command-line tools.
    package func tracksBlocking(ids: [Int64]) throws -> [Track] {
        try file.readBlocking { try Self.tracks(ids, $0) }
    }

    /// The id of each of these tracks, found by Spotify id or else by name; nil for one that the catalogue lacks.
    package func ids(of identities: [TrackIdentity]) async throws -> [Int64?] {
        try await file.read { try Self.ids(identities, $0) }
    }

    /// As `ids(of:)`, on the calling thread.
    package func idsBlocking(of identities: [TrackIdentity]) throws -> [Int64?] {
        try file.readBlocking { try Self.ids(identities, $0) }
    }

    /// Calls `body` with every track, by id. For benchmarks.
    package func forEachName(_ body: (_ id: Int64, _ spotifyID: String, _ title: String, _ artists: String) -> Void)
        throws
    {
        try file.readBlocking { database in
            let statement = try SQLStatement(database, "SELECT id, spotify_id, title, artists FROM track ORDER BY id")
            var texts: [[UInt8]] = [[], [], []]
            while try statement.step() {
                for column in texts.indices { statement.read(Int32(column + 1), into: &texts[column]) }
                let words = texts.map { String(decoding: $0, as: UTF8.self) }
                body(Int64(statement.int(0)), words[0], words[1], words[2])
            }
        }
    }

    /// The tracks with these ids, in the order of `ids`.
    static func tracks(_ ids: [Int64], _ database: Database) throws -> [Track] {
        let statement = try SQLStatement(database, "SELECT \(TrackRow.columns) FROM track WHERE id = ?")
        var text: [UInt8] = []
        return try ids.compactMap { id in
            statement.bind(1, Int(id))
            defer { statement.reset() }
            return try statement.step() ? TrackRow.track(statement, &text) : nil
        }
    }

    private static func ids(_ identities: [TrackIdentity], _ database: Database) throws -> [Int64?] {
        let bySpotifyID = try SQLStatement(database, "SELECT id FROM track WHERE spotify_id = ?")
        let byName = try SQLStatement(database, "SELECT id FROM track WHERE name_hash = ? ORDER BY id LIMIT 1")
        return try identities.map { identity in
            if let id = identity.spotifyID {
                bySpotifyID.bind(1, copying: id)
                defer { bySpotifyID.reset() }
                if try bySpotifyID.step() { return Int64(bySpotifyID.int(0)) }
            }
            guard let key = identity.nameKey else { return nil }
            byName.bind(1, Int(Int64(bitPattern: NameKey.hash(key))))
            defer { byName.reset() }
            return try byName.step() ? Int64(byName.int(0)) : nil
        }
    }
}
