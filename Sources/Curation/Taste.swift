package import Music

/// What is known of a listener's liking. Dislikes of a track are no taste but a rule: see `CurationRequest.disliked`.
package protocol Taste: Sendable {
    /// How much the listener is expected to like the track, -1 to 1; 0 where nothing is known.
    func affinity(for track: Track) -> Double
    /// A few words on why, for the listener; nil where there is nothing to say.
    func note(for track: Track) -> String?
}

/// A listener of whom nothing is known.
package struct NoTaste: Taste {
    package init() {}

    package func affinity(for track: Track) -> Double { 0 }

    package func note(for track: Track) -> String? { nil }
}

/// What likes and dislikes tell: a liked track is wanted again, and its artists somewhat; a disliked track's artists a
/// little less.
package struct FeedbackTaste: Taste {
    private var liked = IdentitySet()
    private var artists: [String: Double] = [:]

    /// - Parameters:
    ///   - liked: the tracks liked, with their artists.
    ///   - disliked: the tracks disliked, with their artists.
    package init(
        liked: [(identity: TrackIdentity, artists: [String])], disliked: [(identity: TrackIdentity, artists: [String])]
    ) {
        for track in disliked {
            for artist in track.artists { artists[NameKey.fold(artist)] = -0.3 }
        }
        for track in liked {
            self.liked.insert(track.identity)
            for artist in track.artists { artists[NameKey.fold(artist)] = 0.5 }
        }
    }

    package func affinity(for track: Track) -> Double {
        if liked.contains(track.identity) { return 1 }
        let known = track.artists.compactMap { artists[NameKey.fold($0)] }
        return known.max() ?? 0
    }

    package func note(for track: Track) -> String? {
        if liked.contains(track.identity) { return "you like it" }
        let artist = track.artists.first { (artists[NameKey.fold($0)] ?? 0) > 0 }
        return artist.map { "you like \($0)" }
    }
}
