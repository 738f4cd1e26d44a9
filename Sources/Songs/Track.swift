/// One track of the catalogue and all that is known about it.
package struct Track: Hashable, Sendable, Identifiable {
    /// The row in the catalogue; stays with the track for the catalogue's life, but a rebuilt catalogue gives new ones.
    /// What must outlive that refers to `identity`.
    package var id: Int64
    /// Nil for a track known by its Spotify id only.
    package var title: String?
    /// In the order of the record; empty where unknown.
    package var artists: [String]
    package var album: String?
    /// Year of the recording's first release.
    package var year: Int?
    /// One lower-case word or phrase.
    package var genre: String?
    /// The language sung, in English and lower case; `instrumental` where nobody sings.
    package var language: String?
    /// 22 base-62 characters, without `spotify:track:`.
    package var spotifyID: String?
    package var durationMilliseconds: Int?
    /// Spotify's popularity, 0 to 100.
    package var popularity: Int?
    /// Whether the words are marked as explicit; nil where nobody has said.
    package var isExplicit: Bool?
    package var features: AudioFeatures?
    /// How sure we are of each song mood.
    package var moodScores: SongMoodScores

    /// The song mood it is filed under.
    package var songMood: SongMood { moodScores.dominant }

    package init(
        id: Int64, title: String?, artists: [String], album: String? = nil, year: Int? = nil, genre: String? = nil,
        language: String? = nil, spotifyID: String? = nil, durationMilliseconds: Int? = nil, popularity: Int? = nil,
        isExplicit: Bool? = nil, features: AudioFeatures? = nil, moodScores: SongMoodScores
    ) {
        self.id = id
        self.title = title
        self.artists = artists
        self.album = album
        self.year = year
        self.genre = genre
        self.language = language
        self.spotifyID = spotifyID
        self.durationMilliseconds = durationMilliseconds
        self.popularity = popularity
        self.isExplicit = isExplicit
        self.features = features
        self.moodScores = moodScores
    }

    /// What the same track is recognised by in another catalogue, a history or a listener's feedback.
    package var identity: TrackIdentity {
        TrackIdentity(spotifyID: spotifyID, nameKey: NameKey.track(title: title, artists: artists))
    }

    /// `spotify:track:…`, nil where the id is unknown.
    package var spotifyURI: String? {
        spotifyID.map { "spotify:track:" + $0 }
    }
}
