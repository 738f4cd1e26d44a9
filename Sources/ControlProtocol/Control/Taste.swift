/// What the listener said they like: the object of `SetTaste` and of `emotunesctl taste set --json`.
package struct TasteStatement: Codable, Sendable, Hashable {
    package var genres: [String]
    package var artists: [String]
    package var languages: [String]
    /// The first and the last year; nil: any.
    package var from: Int?
    package var to: Int?

    package init(
        genres: [String] = [], artists: [String] = [], languages: [String] = [], from: Int? = nil, to: Int? = nil
    ) {
        self.genres = genres
        self.artists = artists
        self.languages = languages
        self.from = from
        self.to = to
    }

    /// Whether anything was said.
    package var isEmpty: Bool { genres.isEmpty && artists.isEmpty && languages.isEmpty && from == nil && to == nil }
}

/// A song of an imported list.
package struct TasteSong: Codable, Sendable, Hashable {
    package var title: String
    package var artists: [String]
    /// -1, hated, to 1, loved or heard most.
    package var weight: Double

    /// The most that one list holds.
    package static let most = 1000

    package init(title: String, artists: [String], weight: Double) {
        self.title = title
        self.artists = artists
        self.weight = weight
    }
}

/// A list that was imported as taste.
package struct TasteImport: Codable, Sendable, Hashable {
    package var name: String
    package var songs: Int
    /// How many of them the catalogue knows.
    package var known: Int
    package var at: Timestamp

    package init(name: String, songs: Int, known: Int, at: Timestamp) {
        self.name = name
        self.songs = songs
        self.known = known
        self.at = at
    }
}

/// All that was said: the object of `GetTaste`.
package struct TasteListing: Codable, Sendable, Hashable {
    package var stated: TasteStatement
    package var imports: [TasteImport]

    package init(stated: TasteStatement, imports: [TasteImport]) {
        self.stated = stated
        self.imports = imports
    }
}
