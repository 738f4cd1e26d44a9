import Foundation
import StateStore

/// Everything the conductor knows that `status` shows.
struct ConductorState: Sendable {
    var camera = WatchedCamera.starting
    var cameraDetail = "not opened yet"
    /// The watching thread is in a call that does not return, so what it said last no longer holds.
    var isHanging = false
    var framesSeen = 0
    var framesAnalysed = 0
    var facesSeen = 0
    /// When the named mood began, by wall time.
    var moodSince: Date?
    var playlist: PlaylistRecord?
    var publishing: PublishingRecord?
    /// What keeps the daemon from doing all of its work, in a sentence; nil when nothing does.
    var trouble: String?
    var trackCount = 0

    /// What is known of the camera now.
    var shownCamera: WatchedCamera { isHanging ? .failed : camera }
    var shownDetail: String { isHanging ? PipePulse.hangingSentence : cameraDetail }
}
