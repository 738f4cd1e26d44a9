/// What Spotify tells of a track; all but the id may be missing.
package struct SpotifyTrack: Sendable, Hashable, Codable {
    /// 22 base-62 characters.
    package var id: String
    package var title: String?
    package var artists: [String]
    package var album: String?
    package var durationMilliseconds: Int?
    /// A picture of the album, about 300 pixels wide where there is a choice.
    package var coverURL: String?

    package init(
        id: String, title: String?, artists: [String], album: String? = nil, durationMilliseconds: Int? = nil,
        coverURL: String? = nil
    ) {
        self.id = id
        self.title = title
        self.artists = artists
        self.album = album
        self.durationMilliseconds = durationMilliseconds
        self.coverURL = coverURL
    }

    /// Nil if it is no track we could name: an episode, a local file, a gap.
    package init?(_ json: JSON) {
        guard let id = json["id"].string, SpotifyID.isValid(id) else { return nil }
        if let type = json["type"].string, type != "track" { return nil }
        let album = json["album"]
        let pictures = album["images"].elements.compactMap { picture in
            picture["url"].string.map { ($0, picture["width"].integer(in: 0...100_000) ?? 0) }
        }
        let cover = pictures.min { abs($0.1 - 300) < abs($1.1 - 300) }?.0
        self.init(
            id: id, title: json["name"].string, artists: json["artists"].elements.compactMap { $0["name"].string },
            album: album["name"].string, durationMilliseconds: json["duration_ms"].milliseconds,
            coverURL: cover.flatMap { $0.hasPrefix("https://") ? $0 : nil })
    }
}

/// Spotify's identifiers.
package enum SpotifyID {
    /// Letters and digits only, so that one can stand in a path as it is.
    package static func isValid(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 64
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: false
                }
            }
    }
}
