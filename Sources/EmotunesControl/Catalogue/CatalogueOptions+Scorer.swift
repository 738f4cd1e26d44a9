import Music

extension CatalogueOptions {
    /// What finds the mood of measured songs.
    func scorer() throws -> any SongMoodScoring { PlaneScorer() }
}

/// PROVISIONAL
struct PlaneScorer: SongMoodScoring {
    func scores(for features: AudioFeatures) -> SongMoodScores {
        let v = features.valence, e = features.energy
        return SongMoodScores(happy: v * e, sad: (1 - v) * (1 - e), energetic: (1 - v) * e, calm: v * (1 - e))
    }
}
