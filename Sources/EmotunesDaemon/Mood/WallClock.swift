import FoundationEssentials
import Media

/// Wall time of a look: now for a camera; for a recording, its own time counted from when it was started, so that a
/// replay at full speed keeps its intervals.
struct WallClock: Sendable {
    private let isRecording: Bool
    private var began: (wall: Date, media: MediaTime)?

    init(isRecording: Bool) {
        self.isRecording = isRecording
    }

    mutating func date(of time: MediaTime, now: Date) -> Date {
        guard isRecording else { return now }
        let start = began ?? (now, time)
        began = start
        return start.wall.addingTimeInterval(time - start.media)
    }
}
