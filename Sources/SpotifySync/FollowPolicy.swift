import SpotifyWebAPI

/// Decides whether the player goes over to a new list. Never starts music where none was playing.
enum FollowPolicy {
    enum Decision: Sendable, Hashable {
        /// The person listens to something else, or to nothing.
        case leave
        /// Play the list from its first song.
        case takeOver
        /// The song that is on may end first: look again after so many seconds.
        case lookAgain(Double)
    }

    /// Closer to its end than this, in seconds, a song counts as over.
    private static let end = 2.0

    /// - Parameters:
    ///   - ours: the playlists' contexts, `spotify:playlist:…`: with one for every shift the listener is in an old one.
    ///   - song: the song that was on when the list changed; nil at the first look.
    static func decide(
        _ playback: SpotifyClient.Playback?, ours: Set<String>, mode: FollowMode, song: String?
    ) -> Decision {
        guard let playback, playback.isPlaying, let context = playback.contextURI, ours.contains(context),
            mode != .off
        else { return .leave }
        guard mode == .next, let track = playback.track, let duration = track.durationMilliseconds else {
            return .takeOver
        }
        if let song, song != track.id { return .takeOver }
        let left = Double(duration - playback.progress) / 1000
        return left <= end ? .takeOver : .lookAgain(left - end / 2)
    }
}

/// One look at the player while our list is on.
struct PlayerLook: Sendable, Hashable {
    /// Seconds on the boot clock.
    var at: Double
    var track: SpotifyTrack
    /// Seconds into the track.
    var progress: Double

    /// What a listener did between two looks, as far as it can be told.
    enum Finding: Sendable, Hashable {
        case skipped(SpotifyTrack)
        case repeated(SpotifyTrack)
    }

    /// - Returns: nil where nothing is to be learnt: the usual case.
    func finding(since before: PlayerLook) -> Finding? {
        guard let length = before.track.durationMilliseconds.map({ Double($0) / 1000 }), length > 30 else { return nil }
        if track.id == before.track.id {
            // Gone back to after a good part was heard.
            return progress < before.progress - 5 && before.progress > length * 0.3 ? .repeated(track) : nil
        }
        // How far the other song was when this one began. A pause in between makes it look further: nothing is counted.
        let heard = before.progress + (at - progress - before.at)
        return heard < length * 0.5 && heard > -3 ? .skipped(before.track) : nil
    }
}
