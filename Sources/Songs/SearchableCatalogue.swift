/// Every track of a catalogue as a search sees it: a row each, counted from 0, with its sound, song moods and terms.
///
/// `Curation` depends on this protocol only; `CatalogueSearch` implements it over the index file.
package protocol SearchableCatalogue: Sendable {
    /// How many rows.
    var count: Int { get }
    /// The scale that sounds are compared on.
    var scale: FeatureScale { get }

    /// The track's number in the catalogue.
    func trackID(row: Int) -> Int64
    /// Whether the sound was measured; it is that of an average track otherwise.
    func hasFeatures(row: Int) -> Bool
    /// The place of the track's sound on `scale`.
    func sound(row: Int) -> SIMD16<Int8>
    func isExplicit(row: Int) -> Bool
    /// Whether the title says that it is a remix, a live recording, a remaster or with guests.
    func isVersion(row: Int) -> Bool
    /// Spotify's popularity, 0 to 100; nil where unknown.
    func popularity(row: Int) -> Int?
    /// The term's inverse document frequency; nil if no track has it or too many have.
    func weight(of term: UInt64) -> Float?

    /// Rows drawn at random that `isWanted` lets through, about `count` of each of `moods` and never one twice: all
    /// there are in a small catalogue. The same generator draws the same rows.
    /// - Parameter rows: what is drawn from; nil for the whole catalogue.
    func draw(
        _ count: Int, of moods: [SongMood], among rows: RowSet?, using generator: inout some RandomNumberGenerator,
        where isWanted: (Int) -> Bool
    ) -> [Int]

    /// A search over all rows, with buffers of its own.
    func makeTasteSearch() -> any TasteSearching
}

/// Finds the tracks of a catalogue that are nearest to a taste of several centres. It reuses its buffers from one
/// search to the next.
package protocol TasteSearching: Sendable {
    /// The `count` best named rows of each wanted mood and centre, those of one mood and centre together, the best
    /// first; of equal ones the lower row.
    mutating func search(
        _ centres: [TasteCentre], count: Int, _ filter: TasteFilter, where isWanted: (Int) -> Bool
    ) -> [TasteMatch]
}

/// A cluster of tracks that a listener likes.
package struct TasteCentre: Sendable {
    /// Terms, each once, and their weights before the idf.
    package var terms: [(term: UInt64, weight: Float)]
    /// On the catalogue's `FeatureScale`; nil where no track's sound is known.
    package var sound: SIMD16<Int8>?

    package init(terms: [(term: UInt64, weight: Float)], sound: SIMD16<Int8>?) {
        self.terms = terms
        self.sound = sound
    }
}

/// Which tracks a search may return.
package struct TasteFilter: Sendable {
    /// The song moods to return tracks of.
    package var moods: [SongMood]
    /// Whether tracks marked as explicit may be returned.
    package var allowsExplicit = true
    /// The most tracks of one artist for each mood and centre.
    package var perArtist = 2

    package init(moods: [SongMood]) {
        self.moods = moods
    }
}

/// A row that a search found.
package struct TasteMatch: Hashable, Sendable {
    /// The row of the catalogue.
    package let row: Int
    /// The index of the centre that it is nearest to.
    package let centre: Int
    /// Nearness with the additions for mood and popularity; larger is better.
    package let score: Float

    package init(row: Int, centre: Int, score: Float) {
        self.row = row
        self.centre = centre
        self.score = score
    }
}
