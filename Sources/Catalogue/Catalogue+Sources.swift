package import FoundationEssentials
import SQLiteStorage
import Storage

/// A file that tracks of the catalogue come from.
package struct CatalogueSource: Hashable, Sendable {
    /// The name of the source that holds the songs of a person's own files.
    package static let libraryName = "library"

    /// The file's path, `StarterLoader.sourceName` for the list that comes with the program, or `libraryName`.
    package let name: String
    /// Whether it is the list that comes with the program.
    package let isStarter: Bool
    /// When it was loaded last.
    package let loadedAt: Date
    /// How many tracks it contains, whether other sources contain them too or not.
    package let tracks: Int
}

/// What the catalogue holds, in numbers.
package struct CatalogueContents: Hashable, Sendable {
    /// How many tracks there are.
    package let tracks: Int
    /// Of which title and artist are known.
    package let named: Int
    /// Of which all ten features are known.
    package let measured: Int
    /// In the order they were loaded first.
    package let sources: [CatalogueSource]
}

/// A file was named from which nothing was imported.
package struct UnknownSource: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path as it was given.
    package let name: String
    package var description: String {
        "nothing was imported from \(name); \"emotunesctl catalogue info\" lists the files"
    }
}

extension Catalogue {
    /// Counts everything. Blocks: meant for command-line tools.
    package func summary() throws -> CatalogueContents {
        try file.readBlocking { database in
            let counts = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*), count(name_hash), count(*) - ifnull(sum(\(TrackRow.lacksFeatures)), 0) FROM track
                    """)
            let sources = try Row.fetchAll(
                database,
                sql: """
                    SELECT name, loaded_at, (SELECT count(*) FROM track_source WHERE source_id = source.id)
                    FROM source ORDER BY id
                    """)
            return CatalogueContents(
                tracks: counts?[0] ?? 0, named: counts?[1] ?? 0, measured: counts?[2] ?? 0,
                sources: sources.map {
                    CatalogueSource(
                        name: $0[0], isStarter: $0[0] == StarterLoader.sourceName, loadedAt: UTCTime.date($0[1]),
                        tracks: $0[2])
                })
        }
    }

    /// Removes the tracks that only these files contain, in one transaction. Blocks: meant for command-line tools.
    ///
    /// A track that another file or the starter list contains too stays as the files together made it.
    /// - Parameter names: as `summary` has them; nil for every file there is. The starter list and the music library always stay.
    /// - Returns: how many tracks were removed.
    /// - Throws: `UnknownSource`, with nothing removed then; `StorageError`.
    package func forget(_ names: [String]?) throws -> Int {
        var fresh: CatalogueIndexFile?
        do {
            let removed = try file.writeBulkBlocking { database in
                let removed = try remove(names, from: database)
                try database.execute(sql: "UPDATE revision SET number = number + 1")
                fresh = try writeIndex(database, isForced: true)
                return removed
            }
            try publish(fresh)
            return removed
        } catch {
            fresh?.discard()
            throw error
        }
    }

    private func remove(_ names: [String]?, from database: Database) throws -> Int {
        let sources = try Row.fetchAll(database, sql: "SELECT id, name FROM source")
            .map { (id: $0[0] as Int64, name: $0[1] as String) }
            .filter { $0.name != StarterLoader.sourceName && $0.name != CatalogueSource.libraryName }
        if let unknown = names?.first(where: { name in !sources.contains { $0.name == name } }) {
            throw UnknownSource(name: unknown)
        }
        for source in sources where names?.contains(source.name) ?? true {
            try database.execute(sql: "DELETE FROM track_source WHERE source_id = ?", arguments: [source.id])
            try database.execute(sql: "DELETE FROM source WHERE id = ?", arguments: [source.id])
        }
        // CROSS JOIN holds the order, here and wherever a track's sources are asked for: without statistics SQLite would look
        // through all of `track_source` for every track.
        try database.execute(
            sql: """
                DELETE FROM track WHERE NOT EXISTS (
                    SELECT 1 FROM source CROSS JOIN track_source ON source_id = source.id AND track_id = track.id)
                """)
        return database.changesCount
    }
}
