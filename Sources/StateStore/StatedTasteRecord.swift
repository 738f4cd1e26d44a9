package import FoundationEssentials
import SQLiteStorage
package import Songs
import Storage

/// What a person said of their taste without an account: what they named, and the lists they imported.
package struct StatedTasteRecord: Codable, Sendable, Hashable {
    package var genres: [String] = []
    package var artists: [String] = []
    package var languages: [String] = []
    /// The first and the last year that is liked; nil: any.
    package var from: Int?
    package var to: Int?
    /// The latest last.
    package var imports: [ImportedTasteRecord] = []

    package init() {}

    /// What an older version did not keep is empty.
    package init(from decoder: any Decoder) throws {
        let kept = try decoder.container(keyedBy: CodingKeys.self)
        genres = try kept.decodeIfPresent([String].self, forKey: .genres) ?? []
        artists = try kept.decodeIfPresent([String].self, forKey: .artists) ?? []
        languages = try kept.decodeIfPresent([String].self, forKey: .languages) ?? []
        from = try kept.decodeIfPresent(Int.self, forKey: .from)
        to = try kept.decodeIfPresent(Int.self, forKey: .to)
        imports = try kept.decodeIfPresent([ImportedTasteRecord].self, forKey: .imports) ?? []
    }

    /// Whether genres, artists, languages or years are named.
    package var isNamed: Bool { !(genres.isEmpty && artists.isEmpty && languages.isEmpty && from == nil && to == nil) }
}

/// A list of songs that was imported as taste.
package struct ImportedTasteRecord: Codable, Sendable, Hashable {
    /// The file's, by which it can be forgotten; importing another under it takes its place.
    package var name: String
    package var at: Date
    package var songs: [Song]

    /// One of its songs.
    package struct Song: Codable, Sendable, Hashable {
        package var title: String
        package var artists: [String]
        /// -1, hated, to 1, loved.
        package var weight: Double

        package init(title: String, artists: [String], weight: Double) {
            (self.title, self.artists, self.weight) = (title, artists, weight)
        }

        /// By which it is recognised.
        package var identity: TrackIdentity {
            TrackIdentity(spotifyID: nil, nameKey: NameKey.track(title: title, artists: artists))
        }
    }

    package init(name: String, at: Date, songs: [Song]) {
        (self.name, self.at, self.songs) = (name, at, songs)
    }
}

/// What is kept of a stated taste cannot be read. It stays as it is, since a version that can read it may come back.
package struct UnreadableTaste: Error, CustomStringConvertible {
    /// What is wrong with it.
    package let reason: String
    /// The command that forgets it.
    package let mend = "emotunesctl taste clear"

    package var description: String {
        "what you said you like, and imported lists, cannot be read, and are neither used nor changed: \(reason)"
    }
}

extension StateStore {
    private static let statedTasteName = "stated_taste"

    /// What was said; nothing where nothing was.
    ///
    /// - Throws: `UnreadableTaste`, besides `StorageError`.
    package func statedTaste() async throws -> StatedTasteRecord {
        try await file.read { try Self.statedTaste($0) }
    }

    /// Changes what was said; it survives any end of the program once this returns.
    ///
    /// - Throws: `UnreadableTaste`, besides `StorageError`; nothing is changed then.
    package func changeStatedTaste<Result: Sendable>(
        at moment: Date, _ change: @escaping @Sendable (inout StatedTasteRecord) -> Result
    ) async throws -> Result {
        try await file.write { database in
            var record = try Self.statedTaste(database)
            let result = change(&record)
            try Self.put(try JSONEncoder().encode(record), Self.statedTasteName, moment, in: database)
            return result
        }
    }

    /// Forgets what was said, also where it cannot be read; survives as a change does.
    ///
    /// - Returns: how much that was: every list, and what was named; what cannot be read counts as one.
    package func forgetStatedTaste(at moment: Date) async throws -> Int {
        try await file.write { database in
            var count = 1
            if let record = try? Self.statedTaste(database) { count = record.imports.count + (record.isNamed ? 1 : 0) }
            try Self.put(try JSONEncoder().encode(StatedTasteRecord()), Self.statedTasteName, moment, in: database)
            return count
        }
    }

    private static func statedTaste(_ database: Database) throws -> StatedTasteRecord {
        let content = try Data.fetchOne(
            database, sql: "SELECT content FROM snapshot WHERE name = ?", arguments: [statedTasteName])
        guard let content else { return StatedTasteRecord() }
        do {
            return try JSONDecoder().decode(StatedTasteRecord.self, from: content)
        } catch {
            throw UnreadableTaste(reason: "\(error)")
        }
    }
}
