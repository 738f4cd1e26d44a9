/// A playlist with its tracks: the object of `GetPlaylist` and `emotunesctl playlist --json`.
package struct Playlist: Codable, Sendable, Hashable {
    /// Counts up from 1.
    package var id: Int
    /// The mood it was made for.
    package var mood: MoodName
    /// When it was made.
    package var generatedAt: Timestamp
    /// Why it was made, for people.
    package var reason: String
    /// In the order to play them.
    package var tracks: [PlaylistTrack]

    package init(id: Int, mood: MoodName, generatedAt: Timestamp, reason: String, tracks: [PlaylistTrack]) {
        self.id = id
        self.mood = mood
        self.generatedAt = generatedAt
        self.reason = reason
        self.tracks = tracks
    }
}

/// One track of a playlist.
package struct PlaylistTrack: Codable, Sendable, Hashable {
    /// Counted from 1.
    package var position: Int
    /// Nil until Spotify has told us, for a catalogue of ids only.
    package var title: String?
    /// Nil until Spotify has told us, for a catalogue of ids only.
    package var artists: [String]?
    /// Nil where it is not known.
    package var album: String?
    /// What names the track to `Feedback`.
    package var uri: String
    /// Where the track is on the web.
    package var url: String?
    /// A picture of the album on the web; nil until Spotify has told us.
    package var cover: String?
    /// The mood of the song.
    package var songMood: SongMoodName
    /// What the track was ranked by; higher is better.
    package var score: Double
    /// Why the track was chosen, for people.
    package var why: String

    package init(
        position: Int, title: String?, artists: [String]?, album: String?, uri: String, url: String?,
        cover: String? = nil, songMood: SongMoodName, score: Double, why: String
    ) {
        self.position = position
        self.title = title
        self.artists = artists
        self.album = album
        self.uri = uri
        self.url = url
        self.cover = cover
        self.songMood = songMood
        self.score = score
        self.why = why
    }
}
