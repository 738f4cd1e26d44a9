package import FoundationEssentials
import GRDB
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

extension StateStore {
    private static let statedTasteName = "stated_taste"

    /// What was said; nothing where nothing was, or it cannot be read.
    package func statedTaste() async throws -> StatedTasteRecord {
        try await file.read { try Self.statedTaste($0) }
    }

    /// Changes what was said; it survives any end of the program once this returns.
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

    private static func statedTaste(_ database: Database) throws -> StatedTasteRecord {
        let content = try Data.fetchOne(
            database, sql: "SELECT content FROM snapshot WHERE name = ?", arguments: [statedTasteName])
        return content.flatMap { try? JSONDecoder().decode(StatedTasteRecord.self, from: $0) } ?? StatedTasteRecord()
    }
}
