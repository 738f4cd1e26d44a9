/// What a person asks of the music that plays.
package enum PlaybackOrder: String, Sendable, Hashable, CaseIterable {
    /// Play the newest playlist, from then on kept in step.
    case play
    /// Go on to the next song.
    case next
    /// Play nothing any more.
    case stop
}

/// Why an order was not carried out.
package enum PlaybackFailure: Error, Hashable, Sendable {
    /// This target can play nothing now, for the reason given; another one may.
    case notInUse(String)
    case noPlaylistYet
    /// The message says what happened, to what, and what to do.
    case failed(String)
}

/// A target that plays what it shows.
package protocol PlaybackTarget: Sendable {
    /// As the target's.
    var name: String { get }

    /// Carries out an order, and returns when the player has taken it.
    ///
    /// - Returns: what was done, in a sentence.
    func perform(_ order: PlaybackOrder) async throws(PlaybackFailure) -> String
}
