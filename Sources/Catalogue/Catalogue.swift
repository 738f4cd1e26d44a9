package import FoundationEssentials
package import Platform
package import SQLiteStorage
package import Songs
package import Storage

/// All known tracks, in `STATE/catalogue.sqlite`.
///
/// Another process may import into it at any time; `revision` tells when the content has changed. Every call throws
/// `StorageError`, or `CancellationError` if the calling task was cancelled.
///
/// `Catalogue` owns the SQLite catalogue, its schema and the starter list, and has its index written by
/// `CatalogueSearch`. It also knows `Songs`, `Storage` and `Tables`.
package struct Catalogue: Sendable {
    /// The database file, for `CatalogueImport`.
    package let file: DatabaseFile

    /// An opened catalogue, and what opening it did.
    package struct Opening: Sendable {
        /// The catalogue, ready for use.
        package let catalogue: Catalogue
        /// Set if a database that cannot be used was moved aside; imported tracks must be imported again.
        package let damaged: DamagedFile?
        /// The files that the one moved aside had its tracks from, as far as it can still be asked.
        package let lostSources: [String]
        /// Set if the starter list was loaded, the first time or because the file has changed.
        package let starter: StarterChange?
    }

    /// Opens or creates the catalogue in `stateDirectory`, and loads `starter` in one transaction if its content is
    /// new. Blocks: meant for start-up and command-line tools.
    /// - Parameters:
    ///   - starter: nil leaves the catalogue as it is.
    ///   - now: the time stamp of what is loaded, and part of the name of a damaged file that is moved aside.
    ///   - replacesNewer: sets a catalogue of a newer version aside and makes another, since tables can be imported again.
    ///     For the daemon alone: a command must not take it from a newer daemon that runs.
    ///   - calls: has the calls that run later on, so that a disk that hangs can be named.
    /// - Throws: `StorageError` where the folder or the file cannot be used.
    package static func open(
        in stateDirectory: String, starter: StarterCatalogue?, now: Date, replacesNewer: Bool = false,
        calls: OpenCalls = OpenCalls()
    ) throws -> Opening {
        let file = try DatabaseFile(
            opening: stateDirectory + "/catalogue.sqlite", migrator: CatalogueSchema.migrator, now: now,
            replacesNewer: replacesNewer, calls: calls)
        let catalogue = Catalogue(file: file)
        return Opening(
            catalogue: catalogue, damaged: file.damaged,
            lostSources: file.damaged.map { importedFiles(of: $0) } ?? [],
            starter: try catalogue.load(starter, now: now))
    }

    /// What tables were imported into a catalogue that was moved aside; none where it does not tell.
    private static func importedFiles(of damaged: DamagedFile) -> [String] {
        guard damaged.cause == .newer else { return [] }
        let names = try? DatabaseConnection(path: damaged.movedTo, readOnly: true).readBlocking {
            try String.fetchAll(
                $0, sql: "SELECT name FROM source WHERE name <> ?", arguments: [StarterLoader.sourceName])
        }
        return names ?? []
    }

    private func load(_ starter: StarterCatalogue?, now: Date) throws -> StarterChange? {
        guard let starter else { return nil }
        // Read first: an import in another process may hold the write lock for seconds.
        let known = try file.readBlocking {
            try String.fetchOne(
                $0, sql: "SELECT fingerprint FROM source WHERE name = ?", arguments: [StarterLoader.sourceName])
        }
        guard known != starter.fingerprint else { return nil }
        return try file.writeBlocking { try StarterLoader(starter: starter, now: now).load(into: $0) }
    }

    /// How many tracks there are.
    package func count() async throws -> Int {
        try await file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM track") ?? 0 }
    }

    /// How many tracks there are of each song mood; a mood without tracks has 0.
    package func countsBySongMood() async throws -> [SongMood: Int] {
        try await file.read { database in
            var counts = Dictionary(uniqueKeysWithValues: SongMood.allCases.map { ($0, 0) })
            let rows = try Row.fetchAll(database, sql: "SELECT song_mood, count(*) FROM track GROUP BY song_mood")
            for row in rows {
                if let mood = SongMood(rawValue: row[0]) { counts[mood] = row[1] }
            }
            return counts
        }
    }

    /// Changes whenever tracks were added, changed or removed, by this process or another.
    package func revision() async throws -> Int64 {
        try await file.read { try Int64.fetchOne($0, sql: "SELECT number FROM revision") ?? 0 }
    }

    /// As `revision`, on the calling thread.
    package func revisionBlocking() throws -> Int64 {
        try file.readBlocking { try Int64.fetchOne($0, sql: "SELECT number FROM revision") ?? 0 }
    }

    /// The track of that row, nil if there is none.
    package func track(id: Int64) async throws -> Track? {
        try await file.read { database in
            try Row.fetchOne(database, sql: "SELECT \(TrackRow.columns) FROM track WHERE id = ?", arguments: [id])
                .map(TrackRow.track)
        }
    }

    /// As `track(id:)`, on the calling thread. For command-line tools.
    package func trackBlocking(id: Int64) throws -> Track? {
        try file.readBlocking { database in
            try Row.fetchOne(database, sql: "SELECT \(TrackRow.columns) FROM track WHERE id = ?", arguments: [id])
                .map(TrackRow.track)
        }
    }

    /// The tracks of one song mood, by id.
    package func tracks(songMood: SongMood) async throws -> [Track] {
        try await file.read { database in
            try Row.fetchAll(
                database, sql: "SELECT \(TrackRow.columns) FROM track WHERE song_mood = ? ORDER BY id",
                arguments: [songMood.rawValue]
            ).map(TrackRow.track)
        }
    }

    /// Closes the database once the calls that are under way have ended; calls after it throw.
    package func close() {
        file.close()
    }
}
