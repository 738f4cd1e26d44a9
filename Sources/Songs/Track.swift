/// One track of the catalogue and all that is known about it.
///
/// `Songs` holds tracks, their identity, audio features and song moods, and the protocol of a search over a catalogue.
/// It is pure and imports no other module.
package struct Track: Hashable, Sendable, Identifiable {
    /// The row in the catalogue. It is stable while the catalogue exists; a rebuilt catalogue gives new ones, so
    /// whatever must survive that refers to `identity`.
    package var id: Int64
    /// Nil for a track known by its Spotify id only.
    package var title: String?
    /// In the order of the record; empty where unknown.
    package var artists: [String]
    /// The album it was released on; nil where unknown, as for all that follow.
    package var album: String?
    /// Year of the recording's first release.
    package var year: Int?
    /// One lower-case word or phrase.
    package var genre: String?
    /// The language sung, in English and lower case; `instrumental` for a track without singing.
    package var language: String?
    /// 22 base-62 characters, without `spotify:track:`.
    package var spotifyID: String?
    /// Length in milliseconds.
    package var durationMilliseconds: Int?
    /// Spotify's popularity, 0 to 100.
    package var popularity: Int?
    /// Whether the lyrics are marked as explicit; nil where unknown.
    package var isExplicit: Bool?
    /// The measured sound; nil unless all ten features are known.
    package var features: AudioFeatures?
    /// The probability of each song mood.
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
