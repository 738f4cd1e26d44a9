import Songs

extension AudioFeatures {
    /// The names of the ten features, in the order of `values`.
    package static let names = [
        "length", "danceability", "acousticness", "energy", "instrumentalness", "liveness", "valence", "loudness",
        "speechiness", "tempo",
    ]

    /// The ten features; the six lanes left over are 0.
    var values: SIMD16<Double> {
        SIMD16(
            length, danceability, acousticness, energy, instrumentalness, liveness, valence, loudness, speechiness,
            tempo, 0, 0, 0, 0, 0, 0)
    }
}
