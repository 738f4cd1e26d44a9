import Songs

/// A track being imported. Text stays UTF-8 bytes from file to database, which avoids a `String` for every
/// cell.
struct TrackDraft: Equatable {
    /// 22 base-62 characters; empty where unknown, as all text here.
    var spotifyID: [UInt8] = []
    var title: [UInt8] = []
    /// Names separated by `NameList.separatorByte`.
    var artists: [UInt8] = []
    var album: [UInt8] = []
    /// Lower case, separated by `NameList.separatorByte`, the first one first.
    var genres: [UInt8] = []
    var language: [UInt8] = []
    var year: Int?
    var duration: Int?
    var popularity: Int?
    var isExplicit: Bool?
    /// In the order of `SoundFeature.allCases`.
    var sound: [Double?] = Array(repeating: nil, count: SoundFeature.allCases.count)
    /// What a file says of its mood.
    var label: MoodLabel?

    /// Empties the draft, keeping its memory.
    mutating func clear() {
        spotifyID.removeAll(keepingCapacity: true)
        title.removeAll(keepingCapacity: true)
        artists.removeAll(keepingCapacity: true)
        album.removeAll(keepingCapacity: true)
        genres.removeAll(keepingCapacity: true)
        language.removeAll(keepingCapacity: true)
        (year, duration, popularity, isExplicit, label) = (nil, nil, nil, nil, nil)
        for index in sound.indices { sound[index] = nil }
    }

    /// Known by name: title and artist.
    var isNamed: Bool { !title.isEmpty && !artists.isEmpty }

    /// The hash of the name key; nil while title or artist is unknown.
    func nameHash(_ scratch: inout [UInt8]) -> UInt64? {
        guard isNamed else { return nil }
        return NameKey.hash(title: title, artists: artists, &scratch)
    }

    /// The input of the classifier: the ten features, NaN for unknown ones; nil where too few are known.
    var measuredFeatures: AudioFeatures? {
        let known = sound.reduce(duration == nil ? 0 : 1) { $0 + ($1 == nil ? 0 : 1) }
        guard known >= AudioFeatures.leastKnown else { return nil }
        return AudioFeatures(
            length: duration.map(Double.init) ?? .nan, danceability: sound[0] ?? .nan, acousticness: sound[1] ?? .nan,
            energy: sound[2] ?? .nan, instrumentalness: sound[3] ?? .nan, liveness: sound[4] ?? .nan,
            valence: sound[5] ?? .nan, loudness: sound[6] ?? .nan, speechiness: sound[7] ?? .nan,
            tempo: sound[8] ?? .nan)
    }

    /// At most this many genres are kept of one track.
    private static let genreLimit = 8

    /// Merges `newer`, another record of the same track: its known values win. A record without Spotify id was most
    /// likely typed by hand, so its spelling does not replace an existing one.
    mutating func merge(with newer: TrackDraft) {
        let keepsSpelling = newer.spotifyID.isEmpty && isNamed
        if !newer.spotifyID.isEmpty { spotifyID = newer.spotifyID }
        if newer.isNamed, !keepsSpelling { (title, artists) = (newer.title, newer.artists) }
        if title.isEmpty { title = newer.title }
        if artists.isEmpty { artists = newer.artists }
        if !newer.album.isEmpty, !keepsSpelling || album.isEmpty { album = newer.album }
        if !newer.language.isEmpty { language = newer.language }
        mergeGenres(with: newer.genres)
        year = newer.year ?? year
        duration = newer.duration ?? duration
        popularity = newer.popularity ?? popularity
        isExplicit = newer.isExplicit ?? isExplicit
        label = newer.label ?? label
        for index in sound.indices { sound[index] = newer.sound[index] ?? sound[index] }
    }

    private mutating func mergeGenres(with newer: [UInt8]) {
        if newer.isEmpty || newer == genres { return }
        var known = genres.split(separator: NameList.separatorByte)
        for genre in newer.split(separator: NameList.separatorByte)
        where known.count < Self.genreLimit && !known.contains(genre) {
            known.append(genre)
        }
        genres = Array(known.joined(separator: [NameList.separatorByte]))
    }
}
