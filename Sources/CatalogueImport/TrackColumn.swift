import Songs

/// What a column of a track table says.
enum TrackColumn: Hashable {
    case spotifyID, title, artists, artistIDs, album, year, releaseDate, genre, language, duration, popularity
    case explicit, label
    /// Mood words, if its cells turn out to be such: a column "label" may be that of the record.
    case labelIfWords
    /// How pleasant and how active a song feels, told from its words or by listeners; no measure of its sound.
    case moodValence, moodArousal
    case sound(SoundFeature)

    /// What the report calls it.
    var name: String {
        switch self {
        case .spotifyID: "Spotify id"
        case .title: "title"
        case .artists: "artist"
        case .artistIDs: "artists' ids"
        case .album: "album"
        case .year: "year"
        case .releaseDate: "release date"
        case .genre: "genre"
        case .language: "language"
        case .duration: "length"
        case .popularity: "popularity"
        case .explicit: "explicit"
        case .label, .labelIfWords: "mood"
        case .moodValence: "mood's valence"
        case .moodArousal: "mood's arousal"
        case .sound(let feature): "\(feature)"
        }
    }

    /// Whether its cells are numbers whose scale the whole column tells.
    var isNumeric: Bool {
        switch self {
        case .duration, .popularity, .moodValence, .moodArousal, .sound: true
        default: false
        }
    }
}

/// A header's cell that is known.
struct KnownColumn: Hashable {
    var column: TrackColumn
    /// Of several columns that say the same the one with the lowest rank is taken: "title" before "name".
    var rank: Int

    /// What the header's cell names; nil for a column that is not imported.
    init?(named name: String) {
        guard !name.isEmpty, let known = ColumnNames.column(name) else { return nil }
        self = known
    }

    init(_ column: TrackColumn, rank: Int) {
        self.column = column
        self.rank = rank
    }
}
