/// One track as the index builder takes it, in buffers reused for the next. Text is UTF-8, empty where unknown.
package struct IndexedTrack {
    /// The track's id in the catalogue.
    package var id: Int64 = 0
    /// UTF-8.
    package var title: [UInt8] = []
    /// As `NameList` has them.
    package var artists: [UInt8] = []
    /// UTF-8.
    package var album: [UInt8] = []
    /// As `NameList` has them.
    package var genres: [UInt8] = []
    /// Whether all ten features are known.
    package var hasFeatures = false
    /// In the order of `FeatureScale`; meaningless unless `hasFeatures`.
    package var features = [Double](repeating: 0, count: 10)
    /// The probabilities of three song moods, 0 to 1; calm has the rest.
    package var happy = 0.0, sad = 0.0, energetic = 0.0
    /// Spotify's, 0 to 100.
    package var popularity: Int?
    /// Whether the lyrics are marked as explicit.
    package var isExplicit = false

    package init() {}
}

/// More tracks than an index has room for.
package struct IndexTooLarge: Error, CustomStringConvertible {
    package var description: String { "the catalogue is too large for an index; forget some files" }
}
