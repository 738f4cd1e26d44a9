/// Every track of a catalogue as a search sees it: a row each, counted from 0, with its sound, song moods and terms.
///
/// What chooses songs knows this only; the file behind it is `CatalogueSearch`'s.
package protocol SearchableCatalogue: Sendable {
    /// How many rows.
    var count: Int { get }
    /// What sounds are compared on.
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
    /// How much a term tells (its idf), nil if no track has it or too many have.
    func weight(of term: UInt64) -> Float?

    /// Rows drawn at random that `isWanted` lets through, about `count` of each of `moods` and never one twice: all there
    /// are in a small catalogue. The same generator draws the same rows.
    func draw(
        _ count: Int, of moods: [SongMood], using generator: inout some RandomNumberGenerator,
        where isWanted: (Int) -> Bool
    ) -> [Int]

    /// A search over all rows, with its own memory to work in.
    func makeTasteSearch() -> any TasteSearching
}

/// Finds, among all tracks of a catalogue, those nearest to a taste of several centres. Kept between searches, it keeps
/// its memory.
package protocol TasteSearching: Sendable {
    /// The `count` best named rows of each wanted mood and centre, those of one mood and centre together, the best first;
    /// of equal ones the lower row.
    mutating func search(
        _ centres: [TasteCentre], count: Int, _ filter: TasteFilter, where isWanted: (Int) -> Bool
    ) -> [TasteMatch]
}

/// One of the things a listener likes.
package struct TasteCentre: Sendable {
    /// Terms, each once, and how much they matter before their idf.
    package var terms: [(term: UInt64, weight: Float)]
    /// On the catalogue's `FeatureScale`; nil where no track's sound is known.
    package var sound: SIMD16<Int8>?

    package init(terms: [(term: UInt64, weight: Float)], sound: SIMD16<Int8>?) {
        self.terms = terms
        self.sound = sound
    }
}

/// What a search may find.
package struct TasteFilter: Sendable {
    package var moods: [SongMood]
    package var allowsExplicit = true
    /// So many at most by one artist, of each mood and centre.
    package var perArtist = 2

    package init(moods: [SongMood]) {
        self.moods = moods
    }
}

/// A row that a search found.
package struct TasteMatch: Hashable, Sendable {
    package let row: Int
    /// The place of the centre that it is nearest to.
    package let centre: Int
    package let score: Float

    package init(row: Int, centre: Int, score: Float) {
        self.row = row
        self.centre = centre
        self.score = score
    }
}
