package import FoundationEssentials
package import Songs

/// A playlist as it is written for players.
package struct PlaylistDocument: Hashable, Sendable {
    package var title: String
    package var creator: String
    /// A line on the whole list, nil for none.
    package var note: String?
    package var date: Date
    package var entries: [PlaylistEntry]

    package init(title: String, creator: String = "EmoTunes", note: String? = nil, date: Date, entries: [PlaylistEntry])
    {
        self.title = title
        self.creator = creator
        self.note = note
        self.date = date
        self.entries = entries
    }
}

/// One track of a playlist file.
package struct PlaylistEntry: Hashable, Sendable {
    package var title: String?
    package var artists: [String]
    package var album: String?
    package var durationMilliseconds: Int?
    /// Where it can be played, as URIs, the best first; empty where nothing playable is known.
    package var locations: [String]
    /// The absolute path of a file that holds it, whose URI is among the locations; nil where there is none.
    package var path: String?
    /// A page about it, or one that finds it.
    package var info: String?

    package init(
        title: String?, artists: [String], album: String? = nil, durationMilliseconds: Int? = nil,
        locations: [String] = [], path: String? = nil, info: String? = nil
    ) {
        self.title = title
        self.artists = artists
        self.album = album
        self.durationMilliseconds = durationMilliseconds
        self.locations = locations
        self.path = path
        self.info = info
    }

    /// A track of the catalogue.
    /// - Parameter file: a file that holds it; players of files come before Spotify.
    package init(_ track: Track, file: SongFile? = nil) {
        self.init(
            title: track.title, artists: track.artists, album: track.album ?? file?.album,
            durationMilliseconds: track.durationMilliseconds ?? file?.durationMilliseconds,
            locations: [(file?.path).map(Links.file), track.spotifyURI].compactMap(\.self), path: file?.path,
            info: Links.page(title: track.title, artists: track.artists, spotifyID: track.spotifyID))
    }

    /// "Artist, Artist - Title" as far as known.
    var label: String {
        let parts = [artists.joined(separator: ", "), title ?? ""].filter { !$0.isEmpty }
        return parts.isEmpty ? "unknown track" : parts.joined(separator: " - ")
    }
}
