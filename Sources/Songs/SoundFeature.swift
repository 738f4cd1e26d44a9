/// The nine measures of sound that, with the length, are the ten features; in the order of the table's columns.
package enum SoundFeature: Int, CaseIterable {
    case danceability, acousticness, energy, instrumentalness, liveness, valence, loudness, speechiness, tempo

    /// The range of valid values; others are ignored.
    package var range: ClosedRange<Double> {
        switch self {
        case .loudness: -100...20
        case .tempo: 0...500
        default: 0...1
        }
    }
}
