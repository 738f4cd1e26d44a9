package import Catalogue
package import SongMoodModel

/// The tracks of a catalogue, classified again by their audio features alone: the stored moods may include the files'
/// labels, with which the report compares them.
package struct ListedCatalogue: CatalogueReportSource {
    private let catalogue: Catalogue
    private let model: SongMoodModel

    package init(_ catalogue: Catalogue, model: SongMoodModel) {
        self.catalogue = catalogue
        self.model = model
    }

    /// - Throws: `StorageError`.
    package func forEachRow(_ body: (CatalogueReportRow) -> Void) throws {
        try catalogue.forEachTrack { track in
            body(
                CatalogueReportRow(
                    title: track.title, artist: track.artist, year: track.year, popularity: track.popularity,
                    features: track.features,
                    scores: track.features.map(model.scores) ?? track.scores, label: track.label,
                    isTrainingSong: track.label != nil && track.features.map(model.isTrainingSong) ?? false))
        }
    }
}
