/// Addresses of tracks.
package enum Links {
    /// The track's page on Spotify, else a search for it; nil where neither id nor title is known.
    package static func page(title: String?, artists: [String], spotifyID: String?) -> String? {
        if let spotifyID { return "https://open.spotify.com/track/" + encoded(spotifyID) }
        guard let title else { return nil }
        let words = (artists.prefix(1) + [title]).joined(separator: " ")
        return "https://open.spotify.com/search/" + encoded(words)
    }

    /// The `file:` URL of an absolute path.
    package static func file(_ path: String) -> String {
        "file://" + path.split(separator: "/", omittingEmptySubsequences: false).map(encoded).joined(separator: "/")
    }

    /// Percent-encodes all that RFC 3986 does not call unreserved.
    private static func encoded(_ text: some StringProtocol) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
