import SQLiteStorage
package import Songs
import Storage

/// A track as a listing of the whole catalogue has it.
package struct ListedTrack: Sendable {
    /// Nil for a track known by its id only.
    package var title: String?
    /// The artist named first; nil where unknown.
    package var artist: String?
    /// Year of the recording's first release.
    package var year: Int?
    /// Spotify's popularity, 0 to 100.
    package var popularity: Int?
    /// The ten features, NaN for an unknown one; nil where too few are known to classify the track.
    package var features: AudioFeatures?
    /// The stored probabilities, whether from features, labels or estimates.
    package var scores: SongMoodScores
    /// The label that a file gave it.
    package var label: SongMood?
}

extension Catalogue {
    /// Calls `body` with every track, by id, of one snapshot of the catalogue. Memory does not grow with the catalogue.
    /// Blocks: meant for command-line tools.
    /// - Throws: `StorageError`.
    package func forEachTrack(_ body: (ListedTrack) -> Void) throws {
        try file.readBlocking { database in
            let statement = try SQLStatement(
                database,
                """
                SELECT duration_ms, danceability, acousticness, energy, instrumentalness, liveness, valence, loudness,
                    speechiness, tempo, p_happy, p_sad, p_energetic, p_calm, year, popularity, label, title, artists
                FROM track ORDER BY id
                """)
            var text: [UInt8] = []
            while try statement.step() { body(Self.listed(statement, &text)) }
        }
    }

    private static func listed(_ row: SQLStatement, _ text: inout [UInt8]) -> ListedTrack {
        func string(_ column: Int32) -> String? {
            row.read(column, into: &text)
            return text.isEmpty ? nil : String(decoding: text.prefix { $0 != NameList.separatorByte }, as: UTF8.self)
        }
        return ListedTrack(
            title: string(17), artist: string(18), year: row.optionalInt(14), popularity: row.optionalInt(15),
            features: features(row),
            scores: SongMoodScores(
                happy: row.double(10), sad: row.double(11), energetic: row.double(12), calm: row.double(13)),
            label: string(16).flatMap(SongMood.init))
    }

    private static func features(_ row: SQLStatement) -> AudioFeatures? {
        let known = (0..<10).count { !row.isNull($0) }
        guard known >= AudioFeatures.leastKnown else { return nil }
        func value(_ column: Int32) -> Double { row.optionalDouble(column) ?? .nan }
        return AudioFeatures(
            length: value(0), danceability: value(1), acousticness: value(2), energy: value(3),
            instrumentalness: value(4), liveness: value(5), valence: value(6), loudness: value(7),
            speechiness: value(8), tempo: value(9))
    }
}
