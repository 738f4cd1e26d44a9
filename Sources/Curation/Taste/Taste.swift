package import Songs

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
