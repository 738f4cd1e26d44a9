import FaceAnalysis
import Media
import VideoCapture

/// What the watching thread reports, in the order it happened.
enum WatchEvent: Sendable {
    /// The camera is in another state; `detail` is a sentence for people.
    case camera(WatchedCamera, detail: String)
    /// A frame was looked at; so many frames have come by since the daemon started.
    case look(MediaTime, FaceReading, framesSeen: Int)
    /// Other programs that want the camera are noticed, or why they are not.
    case yielding(trouble: String?)
    /// Something about the source is odd, though it works; nil: no longer. It is news where it was not said before.
    case oddity(SourceOddity?, isNews: Bool)
    /// A recorded source has come to its end: nothing follows.
    case ended
    /// The source cannot be used at all and will not heal by waiting: nothing follows.
    case failed(String)
}

/// What the camera is doing, in the words of `status`.
enum WatchedCamera: String, Sendable, Equatable {
    case starting, streaming, busy, yielded, released, missing, denied, failed, ended, paused
}
