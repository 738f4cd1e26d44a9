package import Media

/// Where frames come from. A source is used by one thread at a time and may block that thread.
package protocol FrameSource: AnyObject {
    /// What it is, for people: "Integrated Camera (/dev/video0, 640×480 MJPG)".
    var summary: String { get }

    /// How many frames have come by since it was opened, looked at or not.
    var framesSeen: Int { get }

    /// When the last frame was there, on the clock that `next(notBefore:)` waits by: looks are paced by it. Nil for a
    /// source whose frames are there at their own time.
    var arrival: MediaTime? { get }

    /// What is odd about the source, for people; nil where nothing is.
    var oddity: SourceOddity? { get }

    /// Waits for the first frame taken at or after `time` (the very next one for nil) and overwrites `frame` with it.
    ///
    /// Frames in between are skipped without being decoded. Returns early when `wake` is called on the source's `CaptureWaker`.
    /// - Throws: `CaptureError`; the source is then of no further use and is dropped.
    func next(notBefore time: MediaTime?, into frame: inout GreyFrame) throws(CaptureError) -> FrameOutcome
}

extension FrameSource {
    package var arrival: MediaTime? { nil }
    package var oddity: SourceOddity? { nil }
}

/// Something odd about a source that works all the same.
package struct SourceOddity: Sendable, Hashable {
    /// The whole sentence, without figures, so that it stays the same while the oddity does.
    package var sentence: String
    /// Whether `status` should say it, or the journal alone.
    package var isNotable: Bool

    package init(_ sentence: String, isNotable: Bool) {
        self.sentence = sentence
        self.isNotable = isNotable
    }
}

/// What became of waiting for a frame.
package enum FrameOutcome: Sendable, Equatable {
    /// The frame was overwritten with a new picture.
    case frame
    /// `wake` was called on the source's `CaptureWaker`.
    case interrupted
    /// A recorded source has come to its end.
    case ended
}

/// Why frames stopped or never came.
package struct CaptureError: Error, CustomStringConvertible, Sendable {
    /// The kinds that the camera's state tells apart.
    package enum Code: Sendable, Equatable {
        case missing, denied, busy, yielded, unplugged, stalled, unusable, failed
        /// It was open, and may no longer be: its permissions have changed.
        case revoked
        /// The lid was closed over it.
        case covered
    }
    /// What kind of trouble it is.
    package var code: Code
    /// The whole sentence for a person: what happened, to which source, and what to do.
    package var description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
