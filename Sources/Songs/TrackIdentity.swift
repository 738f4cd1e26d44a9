/// What a track is recognised by when its catalogue row is gone: its Spotify id, its name, or both.
package struct TrackIdentity: Hashable, Sendable, Codable {
    /// 22 base-62 characters; nil where unknown.
    package var spotifyID: String?
    /// See `NameKey.track`.
    package var nameKey: String?

    package init(spotifyID: String?, nameKey: String?) {
        self.spotifyID = spotifyID
        self.nameKey = nameKey
    }
}

/// A dictionary with tracks as keys, found by either part of the identity: feedback on a track known by name still
/// applies once its Spotify id is known.
package struct IdentityMap<Value> {
    private var bySpotifyID: [String: Value] = [:]
    private var byName: [String: Value] = [:]

    package init() {}

    package var isEmpty: Bool { bySpotifyID.isEmpty && byName.isEmpty }

    /// The value stored under either part, the Spotify id's first. Setting stores it under both.
    package subscript(identity: TrackIdentity) -> Value? {
        get {
            if let id = identity.spotifyID, let value = bySpotifyID[id] { return value }
            return identity.nameKey.flatMap { byName[$0] }
        }
        set {
            if let id = identity.spotifyID { bySpotifyID[id] = newValue }
            if let key = identity.nameKey { byName[key] = newValue }
        }
    }
}

extension IdentityMap: Sendable where Value: Sendable {}

/// A set of tracks recognised by either part of their identity.
package struct IdentitySet: Sendable {
    private var map = IdentityMap<Bool>()

    package init(_ identities: some Sequence<TrackIdentity> = []) {
        for identity in identities { insert(identity) }
    }

    package var isEmpty: Bool { map.isEmpty }

    /// Whether a track with either part of this identity was inserted.
    package func contains(_ identity: TrackIdentity) -> Bool {
        map[identity] != nil
    }

    /// Inserts both parts.
    package mutating func insert(_ identity: TrackIdentity) {
        map[identity] = true
    }
}
