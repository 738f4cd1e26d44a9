/// Converts rows of the table `track` to `Track`.
package enum TrackRow {
    /// The columns `track(_:)` reads, in its order.
    static let columns = """
        id, title, artists, album, year, genre, language, spotify_id, duration_ms, popularity, \
        danceability, acousticness, energy, instrumentalness, liveness, valence, loudness, speechiness, tempo, \
        p_happy, p_sad, p_energetic, p_calm, explicit
        """

    /// An SQL condition: not all ten features are known.
    static let lacksFeatures = """
        (duration_ms + danceability + acousticness + energy + instrumentalness + liveness + valence + loudness \
        + speechiness + tempo) IS NULL
        """
    /// An SQL expression: how many of the ten features are known.
    package static let featureCount = [
        "duration_ms", "danceability", "acousticness", "energy", "instrumentalness", "liveness", "valence", "loudness",
        "speechiness", "tempo",
    ].map { "(\($0) IS NOT NULL)" }.joined(separator: " + ")
}
