package import Songs

/// What the report reads of one track.
package struct CatalogueReportRow: Sendable {
    /// Nil for a track known by its id only.
    package var title: String?
    /// The first artist named; nil where none is known.
    package var artist: String?
    package var year: Int?
    /// 0 to 100.
    package var popularity: Int?
    package var features: AudioFeatures?
    /// Our judgement. Where the features are known this is the model's answer to them alone, so that it can be held
    /// against `label`.
    package var scores: SongMoodScores
    /// The mood a file gave the track.
    package var label: SongMood?
    /// Whether our judgement was learned from this very song.
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

/// Where the tracks of a report come from, one after the other, so that the report never holds them all.
package protocol CatalogueReportSource {
    /// Calls `body` with each track once.
    func forEachRow(_ body: (CatalogueReportRow) -> Void) throws
}
