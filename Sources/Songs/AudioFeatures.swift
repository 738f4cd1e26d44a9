/// The audio features that Spotify's Web API published for a track; with the track's length these are the ten inputs of
/// the song-mood network.
package struct AudioFeatures: Hashable, Sendable {
    /// With fewer of the ten features than this, a track counts as not measured.
    package static let leastKnown = 7

    /// Length in milliseconds.
    package var length: Double
    /// How suitable for dancing, 0 to 1.
    package var danceability: Double
    /// Confidence that the track is acoustic, 0 to 1.
    package var acousticness: Double
    /// Intensity and activity, 0 to 1.
    package var energy: Double
    /// Confidence that there is no singing, 0 to 1.
    package var instrumentalness: Double
    /// Confidence that an audience is present, 0 to 1.
    package var liveness: Double
    /// Musical positiveness, 0 to 1.
    package var valence: Double
    /// Mean loudness in decibels below full scale, about -60 to 0.
    package var loudness: Double
    /// Presence of spoken words, 0 to 1.
    package var speechiness: Double
    /// Beats per minute.
    package var tempo: Double

    package init(
        length: Double, danceability: Double, acousticness: Double, energy: Double, instrumentalness: Double,
        liveness: Double, valence: Double, loudness: Double, speechiness: Double, tempo: Double
    ) {
        self.length = length
        self.danceability = danceability
        self.acousticness = acousticness
        self.energy = energy
        self.instrumentalness = instrumentalness
        self.liveness = liveness
        self.valence = valence
        self.loudness = loudness
        self.speechiness = speechiness
        self.tempo = tempo
    }
}
