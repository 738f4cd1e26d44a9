import SQLiteStorage
import Songs

extension TrackRow {
    static func track(_ row: Row) -> Track {
        let artists: String = row[2]
        return Track(
            id: row[0], title: row[1], artists: artists.split(separator: NameList.separator).map(String.init),
            album: row[3],
            year: row[4], genre: firstGenre(row[5]), language: row[6], spotifyID: row[7], durationMilliseconds: row[8],
            popularity: row[9], isExplicit: row[23], features: features(row),
            moodScores: SongMoodScores(happy: row[19], sad: row[20], energetic: row[21], calm: row[22]))
    }

    /// As `track(_:)`, for many rows.
    /// - Parameter text: a buffer that is reused between calls.
    static func track(_ row: SQLStatement, _ text: inout [UInt8]) -> Track {
        func string(_ column: Int32) -> String? {
            if row.isNull(column) { return nil }
            row.read(column, into: &text)
            return String(decoding: text, as: UTF8.self)
        }
        let artists = string(2) ?? ""
        return Track(
            id: Int64(row.int(0)), title: string(1),
            artists: artists.split(separator: NameList.separator).map(String.init), album: string(3),
            year: row.optionalInt(4),
            genre: firstGenre(string(5)), language: string(6), spotifyID: string(7),
            durationMilliseconds: row.optionalInt(8), popularity: row.optionalInt(9),
            isExplicit: row.optionalInt(23).map { $0 != 0 }, features: features(row),
            moodScores: SongMoodScores(
                happy: row.double(19), sad: row.double(20), energetic: row.double(21), calm: row.double(22)))
    }

    /// All ten or nothing, as below.
    private static func features(_ row: SQLStatement) -> AudioFeatures? {
        guard !row.isNull(8), (Int32(10)...18).allSatisfy({ !row.isNull($0) }) else { return nil }
        return AudioFeatures(
            length: row.double(8), danceability: row.double(10), acousticness: row.double(11), energy: row.double(12),
            instrumentalness: row.double(13), liveness: row.double(14), valence: row.double(15),
            loudness: row.double(16), speechiness: row.double(17), tempo: row.double(18))
    }

    private static func firstGenre(_ genres: String?) -> String? {
        genres?.split(separator: NameList.separator).first.map(String.init)
    }

    /// All ten features, or nil: `Track.features` holds complete sets only.
    private static func features(_ row: Row) -> AudioFeatures? {
        guard let length: Double = row[8], let danceability: Double = row[10], let acousticness: Double = row[11],
            let energy: Double = row[12], let instrumentalness: Double = row[13], let liveness: Double = row[14],
            let valence: Double = row[15], let loudness: Double = row[16], let speechiness: Double = row[17],
            let tempo: Double = row[18]
        else { return nil }
        return AudioFeatures(
            length: length, danceability: danceability, acousticness: acousticness, energy: energy,
            instrumentalness: instrumentalness, liveness: liveness, valence: valence, loudness: loudness,
            speechiness: speechiness, tempo: tempo)
    }
}
