import FoundationEssentials
import SQLiteStorage
import Songs
import Storage

/// Updates the catalogue's starter tracks to the starter file and leaves every other track as it is.
struct StarterLoader {
    static let sourceName = "starter"
    let starter: StarterCatalogue
    let now: Date

    /// Loads the file unless this content is loaded already. Call inside one transaction.
    func load(into database: Database) throws -> StarterChange? {
        let known = try String.fetchOne(
            database, sql: "SELECT fingerprint FROM source WHERE name = ?", arguments: [Self.sourceName])
        guard known != starter.fingerprint else { return nil }
        let source = try registerSource(in: database)
        let before = try Set(
            Int64.fetchAll(
                database, sql: "SELECT track_id FROM track_source WHERE source_id = ?", arguments: [source]))
        var change = StarterChange()
        var present: Set<Int64> = []
        for entry in starter.entries {
            if let id = try existingTrack(entry, in: database, preferring: before) {
                try update(id, with: entry, source: source, in: database)
                present.insert(id)
                change.kept += 1
            } else {
                try present.insert(insert(entry, in: database))
                change.added += 1
            }
        }
        for id in present.subtracting(before) {
            try database.execute(
                sql: "INSERT INTO track_source (source_id, track_id) VALUES (?, ?)", arguments: [source, id])
        }
        change.removed = try remove(before.subtracting(present), source: source, from: database)
        try database.execute(sql: "UPDATE revision SET number = number + 1")
        return change
    }

    private func registerSource(in database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO source (name, fingerprint, loaded_at) VALUES (?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint, loaded_at = excluded.loaded_at
                """,
            arguments: [Self.sourceName, starter.fingerprint, UTCTime.milliseconds(now)])
        let id = try Int64.fetchOne(
            database, sql: "SELECT id FROM source WHERE name = ?", arguments: [Self.sourceName])
        guard let id else { throw DatabaseError(message: "the starter source was not stored") }
        return id
    }

    private func existingTrack(
        _ entry: StarterCatalogue.Entry, in database: Database, preferring ours: Set<Int64>
    ) throws -> Int64? {
        let ids = try Int64.fetchAll(
            database, sql: "SELECT id FROM track WHERE name_hash = ? ORDER BY id", arguments: [nameHash(entry)])
        return ids.first(where: ours.contains) ?? ids.first
    }

    /// A track from the starter list alone follows the file; one that an import contains too keeps its values, and only
    /// missing ones are filled in.
    private func update(
        _ id: Int64, with entry: StarterCatalogue.Entry, source: Int64, in database: Database
    ) throws {
        let shared = try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM source CROSS JOIN track_source ON source_id = source.id AND track_id = ?
                    WHERE source.id <> ?)
                """,
            arguments: [id, source])
        if shared == true {
            try database.execute(
                sql: """
                    UPDATE track SET year = coalesce(year, ?), genre = coalesce(genre, ?),
                        language = coalesce(language, ?),
                        label = CASE WHEN label_shares IS NULL THEN coalesce(label, ?) ELSE label END WHERE id = ?
                    """,
                arguments: [entry.year, entry.genre, entry.language, entry.mood.rawValue, id])
        } else {
            let scores = MoodEvidence.scores(label: MoodLabel(entry.mood))
            try database.execute(
                sql: """
                    UPDATE track SET title = ?, artists = ?, year = ?, genre = ?, language = ?, label = ?, label_shares = NULL,
                        song_mood = ?, p_happy = ?, p_sad = ?, p_energetic = ?, p_calm = ? WHERE id = ?
                    """,
                arguments: [
                    entry.title, NameList.joined(entry.artists), entry.year, entry.genre, entry.language,
                    entry.mood.rawValue, entry.mood.rawValue, scores.happy, scores.sad, scores.energetic, scores.calm,
                    id,
                ])
        }
    }

    private func nameHash(_ entry: StarterCatalogue.Entry) -> Int64 {
        Int64(bitPattern: NameKey.hash(entry.nameKey))
    }

    private func insert(_ entry: StarterCatalogue.Entry, in database: Database) throws -> Int64 {
        let scores = MoodEvidence.scores(label: MoodLabel(entry.mood))
        try database.execute(
            sql: """
                INSERT INTO track (name_hash, title, artists, year, genre, language, label,
                    song_mood, p_happy, p_sad, p_energetic, p_calm) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                nameHash(entry), entry.title, NameList.joined(entry.artists), entry.year, entry.genre, entry.language,
                entry.mood.rawValue, entry.mood.rawValue, scores.happy, scores.sad, scores.energetic, scores.calm,
            ])
        return database.lastInsertedRowID
    }

    /// Removes tracks that the file no longer contains, unless another source contains them. Returns how many.
    private func remove(_ ids: Set<Int64>, source: Int64, from database: Database) throws -> Int {
        var removed = 0
        for id in ids {
            try database.execute(
                sql: "DELETE FROM track_source WHERE track_id = ? AND source_id = ?", arguments: [id, source])
            try database.execute(
                sql: """
                    DELETE FROM track WHERE id = ?1 AND NOT EXISTS (
                        SELECT 1 FROM source CROSS JOIN track_source ON source_id = source.id AND track_id = ?1)
                    """,
                arguments: [id])
            removed += database.changesCount
        }
        return removed
    }
}

/// What loading the starter list changed in the catalogue.
package struct StarterChange: Hashable, Sendable {
    /// New in the catalogue.
    package var added = 0
    /// In the catalogue before.
    package var kept = 0
    /// No longer in the list, and from no other source.
    package var removed = 0

    package init(added: Int = 0, kept: Int = 0, removed: Int = 0) {
        self.added = added
        self.kept = kept
        self.removed = removed
    }
}
