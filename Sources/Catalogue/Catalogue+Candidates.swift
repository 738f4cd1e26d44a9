package import CatalogueSearch
import SQLiteStorage
package import Songs
import Storage

extension Catalogue {
    /// The tracks that curation chooses from, by id: for each song mood all whose title and artist are known, or a
    /// random sample of about `limit` where there are more, so that memory does not grow with the catalogue. The same
    /// seed draws the same tracks.
    /// - Parameter index: avoids a query that sorts the whole catalogue; ignored if it is of another revision.
    package func candidates(
        limitPerSongMood limit: Int, seed: UInt64, index: CatalogueIndex? = nil
    ) async throws -> [Track] {
        try await file.read { database in
            let revision = try Int64.fetchOne(database, sql: "SELECT number FROM revision")
            if let index, index.revision == revision {
                return try Self.tracks(index.candidates(limitPerSongMood: limit, seed: seed), database)
            }
            return try Self.candidates(limit, seed, database)
        }
    }

    private static func candidates(_ limit: Int, _ seed: UInt64, _ database: Database) throws -> [Track] {
        var tracks: [Track] = []
        for mood in SongMood.allCases {
            // Multiplication by an odd constant scatters neighbouring ids; 32 bits keep it within SQLite's integers.
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT \(TrackRow.columns) FROM track WHERE id IN (
                        SELECT id FROM track WHERE song_mood = ? AND title IS NOT NULL AND artists <> ''
                        ORDER BY ((id + ?) * 2654435761) & 4294967295, id LIMIT ?)
                    """,
                arguments: [mood.rawValue, Int64(seed & 0x7FFF_FFFF), limit])
            tracks += rows.map(TrackRow.track)
        }
        return tracks.sorted { $0.id < $1.id }
    }
}

extension CatalogueIndex {
    /// The ids, ascending, of about `limit` named tracks of each song mood, or all where there are no more. The same
    /// seed draws the same ones.
    func candidates(limitPerSongMood limit: Int, seed: UInt64) -> [Int64] {
        var counts = [SongMood: Int]()
        for row in 0..<count where isNamed(row: row) { counts[moodScores(row: row).dominant, default: 0] += 1 }
        // A track is drawn if its own random number is below its mood's bound.
        let bounds = counts.mapValues { $0 <= limit ? Double.infinity : Double(limit) / Double($0) }
        return (0..<count).compactMap { row in
            guard isNamed(row: row), let bound = bounds[moodScores(row: row).dominant] else { return nil }
            let id = trackID(row: row)
            return Self.chance(id, seed) < bound ? id : nil
        }
    }

    /// A pseudo-random number from 0 up to 1 that depends on the track and the seed alone.
    private static func chance(_ id: Int64, _ seed: UInt64) -> Double {
        let hash = withUnsafeBytes(of: id.littleEndian) { XXHash64.hash($0, seed: seed) }
        return Double(hash >> 11) / Double(1 << 53)
    }
}
