package import Songs

/// One track as the report reads it.
package struct CatalogueReportRow: Sendable {
    /// Nil for a track known by its id only.
    package var title: String?
    /// The first artist named; nil where none is known.
    package var artist: String?
    /// Year of the recording's first release.
    package var year: Int?
    /// 0 to 100.
    package var popularity: Int?
    /// The measured sound; nil where unknown.
    package var features: AudioFeatures?
    /// The probabilities of the song moods. Where the features are known this is the model's answer to them alone, so
    /// that it can be compared with `label`.
    package var scores: SongMoodScores
    /// The mood a file gave the track.
    package var label: SongMood?
    /// Whether the model was trained on this song.
    package var isTrainingSong: Bool

    package init(
        title: String? = nil, artist: String? = nil, year: Int? = nil, popularity: Int? = nil,
        features: AudioFeatures? = nil, scores: SongMoodScores, label: SongMood? = nil,
        isTrainingSong: Bool = false
    ) {
        self.title = title
        self.artist = artist
        self.year = year
        self.popularity = popularity
        self.features = features
        self.scores = scores
        self.label = label
        self.isTrainingSong = isTrainingSong
    }
}

/// The source of a report's tracks, read one by one so that memory does not grow with the catalogue.
package protocol CatalogueReportSource {
    /// Calls `body` with each track once.
    func forEachRow(_ body: (CatalogueReportRow) -> Void) throws
}
