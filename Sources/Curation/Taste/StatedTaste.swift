package import Songs

/// What a listener said they like: artists, kinds of music, languages, and from when to when.
package struct StatedTaste: Taste {
    private let artists: [String: String]
    private let genres: [String: String]
    private let families: [GenreFamily: String]
    private let languages: [String: String]
    private let years: ClosedRange<Int>?

    /// What each is worth; of several that fit the strongest counts, and each other adds a little.
    private static let artistWorth = 0.8, genreWorth = 0.6, familyWorth = 0.4, languageWorth = 0.35, yearsWorth = 0.3
    private static let further = 0.15, most = 0.95

    /// - Parameters:
    ///   - from: the first year; nil: any.
    ///   - to: the last year; nil: any.
    package init(artists: [String], genres: [String], languages: [String], from: Int?, to: Int?) {
        func folded(_ names: [String]) -> [String: String] {
            Dictionary(names.map { (NameKey.fold($0), $0) }) { first, _ in first }
        }
        self.artists = folded(artists)
        self.genres = folded(genres)
        self.languages = folded(languages)
        families = Dictionary(genres.compactMap { name in GenreFamily(genre: name).map { ($0, name) } }) { first, _ in
            first
        }
        let (first, last) = (from ?? Int.min, to ?? Int.max)
        years = (from != nil || to != nil) && first <= last ? first...last : nil
    }

    /// What of it fits a track, the strongest first.
    private func fits(_ track: Track) -> [(worth: Double, note: String)] {
        var fits: [(worth: Double, note: String)] = []
        if let artist = track.artists.first(where: { artists[NameKey.fold($0)] != nil }) {
            fits.append((Self.artistWorth, "you named \(artist)"))
        }
        if let genre = track.genre {
            if genres[NameKey.fold(genre)] != nil {
                fits.append((Self.genreWorth, "you named \(genre)"))
            } else if let family = GenreFamily(genre: genre), let name = families[family] {
                fits.append((Self.familyWorth, "close to \(name), which you named"))
            }
        }
        if let language = track.language, languages[NameKey.fold(language)] != nil {
            fits.append((Self.languageWorth, "you named \(language)"))
        }
        if let years, let year = track.year, years.contains(year) {
            fits.append((Self.yearsWorth, "from the years you named"))
        }
        return fits
    }

    package func affinity(for track: Track) -> Double {
        let fits = fits(track)
        guard let first = fits.first else { return 0 }
        return min(Self.most, first.worth + Self.further * Double(fits.count - 1))
    }

    package func note(for track: Track) -> String? { fits(track).first?.note }

    /// Made-up tracks that stand for what was named, so that the whole catalogue is searched for what is like them. Languages
    /// and years alone stand for none.
    package var examples: [Track] {
        let flat = SongMoodScores(happy: 1, sad: 1, energetic: 1, calm: 1)
        // Within ten years counts as of the same time.
        let times: [Int?] =
            years.map { years in
                let first = max(years.lowerBound, 1920), last = min(years.upperBound, 2040)
                return first <= last
                    ? Array(stride(from: (first + min(first + 10, last)) / 2, through: last, by: 15)) : [nil]
            } ?? [nil]
        func tracks(_ name: (artists: [String], genre: String?)) -> [Track] {
            times.map { Track(id: 0, title: nil, artists: name.artists, year: $0, genre: name.genre, moodScores: flat) }
        }
        return artists.values.sorted().flatMap { tracks(([$0], nil)) }
            + genres.values.sorted().flatMap { tracks(([], $0)) }
    }
}

/// What the lists that a listener imported, and the ratings and plays of their own files, tell.
package struct ImportedTaste: Taste {
    /// A song of a list.
    package struct Entry: Sendable {
        package var identity: TrackIdentity
        package var artists: [String]
        /// -1 to 1.
        package var weight: Double
        /// Why, for the listener.
        package var note: String

        package init(identity: TrackIdentity, artists: [String], weight: Double, note: String) {
            (self.identity, self.artists, self.weight, self.note) = (identity, artists, weight, note)
        }
    }

    /// Why songs come that players and tags say this of.
    package static let ratedNote = "you rated it high", playedNote = "you play it often"

    private var tracks = IdentityMap<(weight: Double, note: String)>()
    private var artists: [String: Double] = [:]

    /// A song is worth so much at most, and its artist this share of it.
    private static let songWorth = 0.8, artistShare = 0.6

    package init(_ entries: [Entry]) {
        for entry in entries {
            let worth = entry.weight * Self.songWorth
            if let known = tracks[entry.identity], abs(known.weight) >= abs(worth) { continue }
            tracks[entry.identity] = (worth, entry.note)
            // One hated song tells little of its artist.
            guard worth > 0 else { continue }
            for artist in entry.artists {
                let key = NameKey.fold(artist)
                artists[key] = max(artists[key] ?? 0, worth * Self.artistShare)
            }
        }
    }

    package func affinity(for track: Track) -> Double {
        if let known = tracks[track.identity] { return known.weight }
        return track.artists.compactMap { artists[NameKey.fold($0)] }.max() ?? 0
    }

    package func note(for track: Track) -> String? {
        if let known = tracks[track.identity] { return known.weight > 0 ? known.note : nil }
        return track.artists.first { (artists[NameKey.fold($0)] ?? 0) > 0.2 }.map { "you listen to \($0)" }
    }
}
