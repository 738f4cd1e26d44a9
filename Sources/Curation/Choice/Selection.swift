package import Songs

/// The tracks chosen, in the order they are to be played, and why.
package struct Selection: Hashable, Sendable {
    /// Fewer than asked for only if there are no more that are not disliked.
    package var tracks: [ChosenTrack]
    /// One line on the list as a whole.
    package var reason: String
    /// What had to give, in the order it gave.
    package var relaxed: [Relaxation]
}

/// One chosen track.
package struct ChosenTrack: Hashable, Sendable {
    package var track: Track
    /// How well it fits on its own, 0 to 1: certainty of its song mood, liking, freshness and a little chance.
    package var score: Double
    /// A few words for the listener.
    package var why: String
}

/// A rule that was given up because too few tracks kept it, in the order in which they are given up.
package enum Relaxation: String, CaseIterable, Codable, Sendable {
    /// More than two tracks of one artist.
    case artistLimit = "artist_limit"
    /// Tracks of recent playlists, the least recently offered first.
    case freshness
    /// Song moods next to the wanted ones, then the others.
    case songMoods = "song_moods"
}
