import GRDB
import Mood

extension TrackRow {
    static func track(_ row: Row) -> Track {
        let artists: String = row[2]
        return Track(
            id: row[0], title: row[1], artists: artists.split(separator: separator).map(String.init), album: row[3],
            year: row[4], genre: firstGenre(row[5]), language: row[6], spotifyID: row[7], durationMilliseconds: row[8],
            popularity: row[9], features: features(row),
            moodScores: SongMoodScores(happy: row[19], sad: row[20], energetic: row[21], calm: row[22]))
    }

    private static func firstGenre(_ genres: String?) -> String? {
        genres?.split(separator: separator).first.map(String.init)
    }

    /// All ten or nothing: a model that reads ten features can do nothing with nine.
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
