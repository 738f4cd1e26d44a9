package import Media

/// When the next look (one frame analysed) is due, in media time.
///
/// `Sampling` decides when the camera may be open and which frames are analysed. It is pure: time comes in as a value,
/// and it knows `Media` and `Emotions` only.
package struct LookSchedule: Sendable {
    /// Looks in a second of media time, above 0.
    package var looksPerSecond: Double
    private var due: MediaTime?

    package init(looksPerSecond: Double) {
        self.looksPerSecond = looksPerSecond
    }

    /// The time of the next frame to analyse; nil for the very next one.
    package var next: MediaTime? { due }

    /// A look was made at `time`; the next is due after `pace` times the usual interval. The grid does not drift: a
    /// look that came late does not delay the ones after it.
    package mutating func looked(at time: MediaTime, pace: Double = 1) {
        let interval = pace / looksPerSecond
        guard let planned = due, time.seconds >= planned.seconds, time - planned < interval else {
            due = time + interval
            return
        }
        due = planned + interval
    }
}
