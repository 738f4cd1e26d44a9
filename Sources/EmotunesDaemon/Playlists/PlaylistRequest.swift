import Emotions
import FoundationEssentials
import StateStore

/// What calls for a playlist, or for another look at the one there is. Fed by the mood session and by targets.
typealias PlaylistRequestQueue = HandoffQueue<PlaylistRequest>

enum PlaylistRequest: Sendable, Equatable {
    /// The first mood since the start was called.
    case firstMood(Emotion, at: Date)
    case shift(MoodShiftRecord)
    /// The person has said what the mood is.
    case named(Emotion, at: Date)
    /// The store holds other tracks of the newest playlist, or more about them, than when it was made.
    case playlistChanged
    /// The last song of the newest playlist has begun.
    case listEnds(at: Date)
    /// The person's own music holds other songs than before.
    case songsFound
}

extension HandoffQueue where Element == PlaylistRequest {
    /// A queue that drops no shift. It grows by one for each cool-down that passes while no playlist can be made.
    static func ofPlaylists() -> PlaylistRequestQueue {
        PlaylistRequestQueue { waiting, request in
            // One look at the store finds all that has changed.
            if request == .playlistChanged || request == .songsFound, waiting.last == request { return }
            waiting.append(request)
        }
    }
}
