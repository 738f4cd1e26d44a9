import FaceAnalysis
import Media
import MoodTracking

/// What the journal says of who is there: that nobody is, or that nobody can be seen, and that somebody is back.
struct PresenceAnnouncer {
    private var lastLook: MediaTime?
    private var said: NoSample?
    /// Nobody was seen in the one look there was after the camera had been closed: the next one tells.
    private var isPending = false

    /// Looks further apart than this, in seconds, had a closed camera between them.
    private static let closedSeconds = 10.0

    /// The sentence that this look is worth; nil for none.
    ///
    /// - Parameters:
    ///   - reading: what the look gave.
    ///   - events: what the mood made of it.
    mutating func sentence(_ reading: FaceReading, _ events: [MoodEvent], at time: MediaTime) -> String? {
        let wasClosed = lastLook.map { time - $0 > Self.closedSeconds || time < $0 } ?? false
        lastLook = time
        switch reading {
        case .face:
            let before = said
            (said, isPending) = (nil, false)
            return before.map {
                [.noFace, .unmoved].contains($0) ? "somebody is back at the desk" : "the face can be read again"
            }
        case .none(let reason, _):
            let isNews = events.contains {
                if case .away = $0 { true } else { false }
            }
            if isNews, wasClosed {
                isPending = true
                return nil
            }
            guard isNews || isPending else { return nil }
            (said, isPending) = (reason, false)
            return Self.sentence(reason)
        }
    }

    private static func sentence(_ reason: NoSample) -> String {
        switch reason {
        case .noFace: "nobody at the desk; the mood is held"
        case .unmoved: "what looks like a face has not moved for a minute, like a picture of one; the mood is held"
        case .covered: "it is dark before the camera, or its lens is covered; the mood is held"
        case .tooSmall: "the face is too far away to be read; the mood is held"
        case .tooDark: "the face is too dark to be read; the mood is held"
        case .blurred: "the face is too blurred to be read; the mood is held"
        }
    }
}
