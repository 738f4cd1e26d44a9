import SQLiteStorage
import Songs

/// Reads and writes rows of the table `track` through prepared statements.
final class TrackTable {
    private let insertStatement: SQLStatement
    private let updateStatement: SQLStatement
    private let selectStatement: SQLStatement
    private let deleteStatement: SQLStatement
    private let moveSourcesStatement: SQLStatement
    private let dropSourcesStatement: SQLStatement
    private let database: Database

    /// The columns in the order in which a draft is bound and read; the moods follow.
    private static let columns = [
        "spotify_id", "title", "artists", "album", "genre", "language", "year", "duration_ms", "popularity", "explicit",
        "danceability", "acousticness", "energy", "instrumentalness", "liveness", "valence", "loudness", "speechiness",
        "tempo", "label", "label_shares",
    ]
    private static let moodColumns = ["song_mood", "p_happy", "p_sad", "p_energetic", "p_calm"]

    init(_ database: Database) throws {
        self.database = database
        let all = Self.columns + ["name_hash"] + Self.moodColumns
        insertStatement = try SQLStatement(
            database,
            "INSERT INTO track (\(all.joined(separator: ", "))) VALUES (\(all.map { _ in "?" }.joined(separator: ", ")))"
        )
        updateStatement = try SQLStatement(
            database, "UPDATE track SET \(all.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?")
        selectStatement = try SQLStatement(
            database, "SELECT \(Self.columns.joined(separator: ", ")) FROM track WHERE id = ?")
        deleteStatement = try SQLStatement(database, "DELETE FROM track WHERE id = ?")
        moveSourcesStatement = try SQLStatement(
            database,
            """
            INSERT OR IGNORE INTO track_source (source_id, track_id) SELECT source.id, ?1 FROM source
            WHERE EXISTS (SELECT 1 FROM track_source WHERE source_id = source.id AND track_id = ?2)
            """)
        dropSourcesStatement = try SQLStatement(
            database, "DELETE FROM track_source WHERE source_id IN (SELECT id FROM source) AND track_id = ?")
    }

    /// Adds a track.
    /// - Returns: its row.
    func insert(_ draft: TrackDraft, nameHash: UInt64?, _ scores: SongMoodScores) throws -> Int64 {
        try run(insertStatement, draft, nameHash, scores)
        return database.lastInsertedRowID
    }

    /// Replaces the values of the row by those of `draft`.
    func update(_ id: Int64, _ draft: TrackDraft, nameHash: UInt64?, _ scores: SongMoodScores) throws {
        updateStatement.bind(Int32(Self.columns.count + Self.moodColumns.count + 2), Int(id))
        try run(updateStatement, draft, nameHash, scores)
    }

    /// Reads the row into `draft`; false if there is no such row.
    func read(_ id: Int64, into draft: inout TrackDraft) throws -> Bool {
        selectStatement.bind(1, Int(id))
        defer { selectStatement.reset() }
        guard try selectStatement.step() else { return false }
        Self.read(selectStatement, into: &draft)
        return true
    }

    /// Deletes `loser` and adds its sources to those of `winner`.
    func remove(_ loser: Int64, inFavourOf winner: Int64) throws {
        moveSourcesStatement.bind(1, Int(winner))
        moveSourcesStatement.bind(2, Int(loser))
        _ = try moveSourcesStatement.step()
        dropSourcesStatement.bind(1, Int(loser))
        _ = try dropSourcesStatement.step()
        deleteStatement.bind(1, Int(loser))
        _ = try deleteStatement.step()
    }

    private static func read(_ row: SQLStatement, into draft: inout TrackDraft) {
        row.read(0, into: &draft.spotifyID)
        row.read(1, into: &draft.title)
        row.read(2, into: &draft.artists)
        row.read(3, into: &draft.album)
        row.read(4, into: &draft.genres)
        row.read(5, into: &draft.language)
        draft.year = row.optionalInt(6)
        draft.duration = row.optionalInt(7)
        draft.popularity = row.optionalInt(8)
        draft.isExplicit = row.optionalInt(9).map { $0 != 0 }
        for feature in SoundFeature.allCases {
            draft.sound[feature.rawValue] = row.optionalDouble(Int32(10 + feature.rawValue))
        }
        var label: [UInt8] = []
        row.read(19, into: &label)
        draft.label = Self.label(label, shares: row.optionalInt(20))
    }

    /// The label of a row: its shares, or the one mood it names.
    static func label(_ word: [UInt8], shares: Int?) -> MoodLabel? {
        if let shares, let label = MoodLabel(packed: UInt32(truncatingIfNeeded: shares)) { return label }
        return word.isEmpty ? nil : SongMood(rawValue: String(decoding: word, as: UTF8.self)).map { MoodLabel($0) }
    }

    private func run(
        _ statement: SQLStatement, _ draft: TrackDraft, _ nameHash: UInt64?, _ scores: SongMoodScores
    ) throws {
        statement.bind(7, draft.year)
        statement.bind(8, draft.duration)
        statement.bind(9, draft.popularity)
        statement.bind(10, draft.isExplicit.map { $0 ? 1 : 0 })
        for feature in SoundFeature.allCases {
            statement.bind(Int32(11 + feature.rawValue), draft.sound[feature.rawValue])
        }
        let single = draft.label?.single
        statement.bind(20, copying: (single ?? draft.label?.dominant)?.rawValue)
        statement.bind(21, single == nil ? draft.label.map { Int($0.packed) } : nil)
        statement.bind(22, nameHash.map { Int(bitPattern: UInt($0)) })
        statement.bind(23, copying: scores.dominant.rawValue)
        statement.bind(24, scores.happy)
        statement.bind(25, scores.sad)
        statement.bind(26, scores.energetic)
        statement.bind(27, scores.calm)
        // Text is bound without a copy, so its memory must not move while the statement runs.
        try draft.spotifyID.withUnsafeBytes { id in
            statement.bind(1, text: id)
            try draft.title.withUnsafeBytes { title in
                statement.bind(2, text: title)
                try draft.artists.withUnsafeBytes { artists in
                    statement.bind(3, text: artists, orEmpty: true)
                    try draft.album.withUnsafeBytes { album in
                        statement.bind(4, text: album)
                        try draft.genres.withUnsafeBytes { genres in
                            statement.bind(5, text: genres)
                            try draft.language.withUnsafeBytes { language in
                                statement.bind(6, text: language)
                                _ = try statement.step()
                            }
                        }
                    }
                }
            }
        }
    }
}
