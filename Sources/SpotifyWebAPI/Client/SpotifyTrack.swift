/// What Spotify tells of a track; all but the id may be missing.
package struct SpotifyTrack: Sendable, Hashable, Codable {
    /// 22 base-62 characters.
    package var id: String
    /// Nil where Spotify does not say.
    package var title: String?
    /// The names, the first one the track's own; empty where Spotify does not say.
    package var artists: [String]
    /// The album's name; nil where Spotify does not say.
    package var album: String?
    /// 0 to a day; nil where Spotify does not say.
    package var durationMilliseconds: Int?
    /// Nil where Spotify does not say.
    package var isExplicit: Bool?
    /// False for one that cannot be played where the account is.
    package var isPlayable = true
    /// A picture of the album, about 300 pixels wide where there is a choice.
    package var coverURL: String?

    package init(
        id: String, title: String?, artists: [String], album: String? = nil, durationMilliseconds: Int? = nil,
        isExplicit: Bool? = nil, isPlayable: Bool = true, coverURL: String? = nil
    ) {
        self.id = id
        self.title = title
        self.artists = artists
        self.album = album
        self.durationMilliseconds = durationMilliseconds
        self.isExplicit = isExplicit
        self.isPlayable = isPlayable
        self.coverURL = coverURL
    }
}

/// A track, an episode or a local file as Spotify describes it.
struct TrackObject: Decodable {
    private struct Named: Decodable {
        var name: String?

        init(from decoder: any Decoder) { name = LossyFields(decoder)["name"] }
    }

    private struct Picture: Decodable {
        var url: String?
        /// Pixels; 0 where Spotify does not say.
        var width: Int

        init(from decoder: any Decoder) {
            let fields = LossyFields(decoder)
            url = fields["url"]
            width = fields.integer("width", in: 0...100_000) ?? 0
        }
    }

    private struct Album: Decodable {
        var name: String?
        var images: [Picture]

        init(from decoder: any Decoder) {
            let fields = LossyFields(decoder)
            name = fields["name"]
            images = fields.list("images")
        }
    }

    /// Why a track cannot be played.
    private struct Restriction: Decodable {
        var reason: String?

        init(from decoder: any Decoder) { reason = LossyFields(decoder)["reason"] }
    }

    /// The length of a song, and a place in it: a day at most.
    static let milliseconds = 0...86_400_000

    /// Nil if it is no track that can be named: an episode, a local file, a gap.
    let track: SpotifyTrack?

    init(from decoder: any Decoder) {
        let fields = LossyFields(decoder)
        let type: String? = fields["type"]
        guard let id: String = fields["id"], SpotifyID.isValid(id), type == nil || type == "track" else {
            track = nil
            return
        }
        let album: Album? = fields["album"]
        let artists: [Named] = fields.list("artists")
        let pictures = (album?.images ?? []).compactMap { picture in picture.url.map { ($0, picture.width) } }
        let cover = pictures.min { abs($0.1 - 300) < abs($1.1 - 300) }?.0
        let isPlayable: Bool? = fields["is_playable"]
        let restriction: Restriction? = fields["restrictions"]
        track = SpotifyTrack(
            id: id, title: fields["name"], artists: artists.compactMap(\.name), album: album?.name,
            durationMilliseconds: fields.integer("duration_ms", in: Self.milliseconds),
            isExplicit: fields["explicit"], isPlayable: (isPlayable ?? true) && restriction?.reason == nil,
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

    /// Every run of 22 letters and digits, the length of a track's and a playlist's id.
    static func all(in text: [UInt8]) -> Set<String> {
        let runs = text.split { !isValid(String(decoding: [$0], as: UTF8.self)) }
        return Set(runs.filter { $0.count == 22 }.map { String(decoding: $0, as: UTF8.self) })
    }
}
