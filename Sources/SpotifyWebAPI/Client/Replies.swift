// What the Web API answers, as far as it is used.

/// An answer of which only its being JSON matters.
struct AnyReply: Decodable {
    init(from decoder: any Decoder) {}
}

/// A list of objects, or one page of it.
struct PageReply<Item: Decodable>: Decodable {
    var items: [Item]
    /// Where the next page is; nil at the end.
    var next: String?

    init(from decoder: any Decoder) {
        let fields = LossyFields(decoder)
        items = fields.list("items")
        next = fields["next"]
    }
}

/// What a search found.
struct SearchReply: Decodable {
    var tracks: PageReply<TrackObject>?

    init(from decoder: any Decoder) { tracks = LossyFields(decoder)["tracks"] }
}

/// The person who signed in.
struct ProfileReply: Decodable {
    var id: String?

    init(from decoder: any Decoder) {
        let name: String? = LossyFields(decoder)["id"]
        id = name.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// The list of playlists, as far as its address goes: `…/users/ID/playlists…`.
struct PlaylistsAddressReply: Decodable {
    var owner: String?

    init(from decoder: any Decoder) {
        let address: String? = LossyFields(decoder)["href"]
        let parts = (address ?? "").prefix { $0 != "?" }.split(separator: "/")
        guard let users = parts.lastIndex(of: "users"), parts.count > users + 2, parts[users + 2] == "playlists" else {
            return
        }
        owner = PercentEncoding.decode(parts[users + 1]).flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// What is told of a playlist, its songs left out.
struct PlaylistObject: Decodable {
    private struct Owner: Decodable {
        var id: String?

        init(from decoder: any Decoder) { id = LossyFields(decoder)["id"] }
    }

    private struct Count: Decodable {
        var total: Int?

        init(from decoder: any Decoder) { total = LossyFields(decoder).integer("total", in: 0...1_000_000) }
    }

    var id: String?
    var name: String?
    var description: String?
    var isPublic: Bool?
    var owner: String?
    /// How many songs it has.
    var count: Int?

    init(from decoder: any Decoder) {
        let fields = LossyFields(decoder)
        id = fields["id"]
        name = fields["name"]
        description = fields["description"]
        isPublic = fields["public"]
        let owner: Owner? = fields["owner"]
        self.owner = owner?.id
        // Under the older name where the newer is missing.
        let count: Count? = fields["items"] ?? fields["tracks"]
        self.count = count?.total
    }
}

/// What a playlist's items were replaced with.
struct SnapshotReply: Decodable {
    var snapshotID: String?

    init(from decoder: any Decoder) { snapshotID = LossyFields(decoder)["snapshot_id"] }
}

/// A track with where it was found: in a playlist (`item`, in older answers `track`), among the saved or the played ones.
struct TrackEntry: Decodable {
    var item: TrackObject?
    var track: TrackObject?
    var context: ContextObject?

    init(from decoder: any Decoder) {
        let fields = LossyFields(decoder)
        item = fields["item"]
        track = fields["track"]
        context = fields["context"]
    }
}

/// What a track was, or is, played from.
struct ContextObject: Decodable {
    var type: String?
    var uri: String?

    init(from decoder: any Decoder) {
        let fields = LossyFields(decoder)
        type = fields["type"]
        uri = fields["uri"]
    }
}

/// The tracks played lately.
struct RecentlyPlayedReply: Decodable {
    private struct Cursors: Decodable {
        var after: String?

        init(from decoder: any Decoder) { after = LossyFields(decoder)["after"] }
    }

    var items: [TrackEntry]
    /// Where to go on asking; any text.
    var after: String?

    init(from decoder: any Decoder) {
        let fields = LossyFields(decoder)
        items = fields.list("items")
        let cursors: Cursors? = fields["cursors"]
        after = cursors?.after
    }
}

/// The player.
struct PlaybackReply: Decodable {
    var isPlaying: Bool?
    var context: ContextObject?
    var item: TrackObject?
    /// Within 0 to a day.
    var progressMilliseconds: Int?

    init(from decoder: any Decoder) {
        let fields = LossyFields(decoder)
        isPlaying = fields["is_playing"]
        context = fields["context"]
        item = fields["item"]
        progressMilliseconds = fields.integer("progress_ms", in: TrackObject.milliseconds)
    }
}

/// An answer that is an error: an object with words and a reason, or one word.
struct ErrorReply: Decodable {
    struct Detail: Decodable {
        var message: String?
        var reason: String?

        init(from decoder: any Decoder) {
            let fields = LossyFields(decoder)
            message = fields["message"] ?? (try? decoder.singleValueContainer().decode(String.self))
            reason = fields["reason"]
        }
    }

    var error: Detail?

    init(from decoder: any Decoder) { error = LossyFields(decoder)["error"] }
}
