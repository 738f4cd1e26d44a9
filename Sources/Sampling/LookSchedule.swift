package import Media

/// When the next look is due. Media time in, media time out.
package struct LookSchedule: Sendable {
    /// Looks in a second of media time.
    package var looksPerSecond: Double
    private var due: MediaTime?

    package init(looksPerSecond: Double) {
        self.looksPerSecond = looksPerSecond
    }

    /// The time of the frame to wait for; nil for the very next one.
    package var next: MediaTime? { due }

    /// A look was made at `time`; the next is due after `pace` times the usual interval. The grid does not drift: a look
    /// that came late does not delay the ones after it.
    package mutating func looked(at time: MediaTime, pace: Double = 1) {
        let interval = pace / looksPerSecond
        guard let planned = due, time.seconds >= planned.seconds, time - planned < interval else {
            due = time + interval
            return
        }
        due = planned + interval
    }
}
