/// A frame's own time in seconds, on the clock of the source it came from.
///
/// The mood is driven by media time alone, so that a recorded stream gives the same result at any speed.
package struct MediaTime: Comparable, Hashable, Sendable {
    /// Seconds since a moment that the source chooses.
    package var seconds: Double

    package init(seconds: Double) {
        self.seconds = seconds
    }

    package static func < (a: MediaTime, b: MediaTime) -> Bool { a.seconds < b.seconds }

    /// The time `seconds` later.
    package static func + (time: MediaTime, seconds: Double) -> MediaTime { MediaTime(seconds: time.seconds + seconds) }

    /// Seconds from `b` to `a`.
    package static func - (a: MediaTime, b: MediaTime) -> Double { a.seconds - b.seconds }
}
