package import Emotions
package import FoundationEssentials
package import Songs

/// A playlist to be stored.
package struct NewPlaylist: Hashable, Sendable {
    /// When it was made.
    package var at: Date
    /// The mood it was made for.
    package var mood: Emotion
    /// The reason for the whole list in one line, for people.
    package var reason: String
    /// In playing order.
    package var tracks: [RecordedTrack]

    package init(at: Date, mood: Emotion, reason: String, tracks: [RecordedTrack]) {
        self.at = at
        self.mood = mood
        self.reason = reason
        self.tracks = tracks
    }
}

/// A stored playlist.
package struct PlaylistRecord: Hashable, Sendable {
    /// The id in the store; never reused.
    package var id: Int64
    /// When it was made.
    package var at: Date
    /// The mood it was made for.
    package var mood: Emotion
    /// The reason for the whole list in one line, for people.
    package var reason: String
    /// In playing order; empty for an old list whose tracks were removed by retention.
    package var tracks: [RecordedTrack]

    package init(id: Int64, at: Date, mood: Emotion, reason: String, tracks: [RecordedTrack]) {
        self.id = id
        self.at = at
        self.mood = mood
        self.reason = reason
        self.tracks = tracks
    }
}

/// A track with its data at the time it was put into a playlist.
package struct RecordedTrack: Hashable, Sendable {
    /// Its id in the catalogue at that time.
    package var trackID: Int64?
    /// What the track is recognised by.
    package var identity: TrackIdentity
    /// Nil where unknown.
    package var title: String?
    /// In the order of the record; empty where unknown.
    package var artists: [String]
    /// Nil where unknown.
    package var album: String?
    /// The address for players; nil where unknown.
    package var uri: String?
    /// The address of a web page; nil where unknown.
    package var url: String?
    /// The song mood it was chosen for.
    package var songMood: SongMood
    /// The score of song choice.
    package var score: Double
    /// Why it was chosen, for people.
    package var why: String

    package init(
        trackID: Int64?, identity: TrackIdentity, title: String?, artists: [String], album: String?, uri: String?,
        url: String?, songMood: SongMood, score: Double, why: String
    ) {
        self.trackID = trackID
        self.identity = identity
        self.title = title
        self.artists = artists
        self.album = album
        self.uri = uri
        self.url = url
        self.songMood = songMood
        self.score = score
        self.why = why
    }

    /// A track as the catalogue has it now.
    package init(_ track: Track, uri: String?, url: String?, score: Double, why: String) {
        self.init(
            trackID: track.id, identity: track.identity, title: track.title, artists: track.artists,
            album: track.album, uri: uri, url: url, songMood: track.songMood, score: score, why: why)
    }
}

/// When a track was last in a playlist.
package struct OfferRecord: Hashable, Sendable {
    /// What the track is recognised by.
    package var identity: TrackIdentity
    /// When it was last in a playlist.
    package var at: Date
    /// 1 for the latest playlist; nil for one longer ago than was asked for.
    package var playlistsAgo: Int?
}
