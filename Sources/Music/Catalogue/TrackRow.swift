/// Between a `Track` and its row.
enum TrackRow {
    /// The columns `track(_:)` reads, in its order.
    static let columns = """
        id, title, artists, album, year, genre, language, spotify_id, duration_ms, popularity, \
        danceability, acousticness, energy, instrumentalness, liveness, valence, loudness, speechiness, tempo, \
        p_happy, p_sad, p_energetic, p_calm, explicit
        """

    static let separator: Character = "\u{1F}"
    /// An SQL condition: not all ten features are known.
    static let lacksFeatures = """
        (duration_ms + danceability + acousticness + energy + instrumentalness + liveness + valence + loudness \
        + speechiness + tempo) IS NULL
        """
    /// An SQL expression: how many of the ten features are known.
    static let featureCount = [
        "duration_ms", "danceability", "acousticness", "energy", "instrumentalness", "liveness", "valence", "loudness",
        "speechiness", "tempo",
    ].map { "(\($0) IS NOT NULL)" }.joined(separator: " + ")
    /// Between the names of one cell of `artists` and `genre`; no name holds it.
    static let separatorByte: UInt8 = 0x1F

    static func joined(_ artists: [String]) -> String {
        artists.joined(separator: String(separator))
    }
}
