/// When a camera that was yielded to another program is opened again. Times are seconds on any monotonic clock.
///
/// A pause after the other program closed it lets a program that opens the camera twice in a row succeed. Each time a
/// program takes it again soon (some only list formats), the pause doubles: exponential back-off, so that the camera's
/// light does not blink.
package struct YieldPolicy: Sendable {
    /// The first pause after the other programs have closed the camera, in seconds.
    package var shortestPause = 3.0
    /// The longest pause, in seconds.
    package var longestPause = 60.0
    /// Yielding again within so many seconds of opening it makes the next pause longer.
    package var calm = 60.0
    /// After so many seconds without an event the camera is tried anyway: events can be lost.
    package var patience = 60.0
    /// The same after a program closed it and others seem to have it open still, in seconds: the kernel merges equal
    /// events, so two programs that close at once (or one that had it open twice) are reported as one.
    package var eventTimeoutAfterClosing = 10.0

    private var pause = 0.0
    private var backSince: Double?
    private var quietSince = 0.0
    private var somebodyLeft = false

    package init() {}

    /// The camera was closed because another program wants it.
    package mutating func yielded(at now: Double) {
        let again = backSince.map { now - $0 < calm } ?? false
        pause = again && pause > 0 ? min(longestPause, pause * 2) : shortestPause
        backSince = nil
        quietSince = now
        somebodyLeft = false
    }

    /// Another program opened the camera, or closed it (`somebodyLeft`).
    package mutating func heard(at now: Double, somebodyLeft: Bool) {
        quietSince = now
        self.somebodyLeft = somebodyLeft
    }

    /// The camera was opened again.
    package mutating func cameBack(at now: Double) { backSince = now }

    /// Seconds from `now` until the camera may be opened; 0 if it may be now.
    /// - Parameter othersInside: how many times other programs have it open.
    package func wait(othersInside: Int, now: Double) -> Double {
        let own = max(pause, shortestPause)
        let patience = somebodyLeft ? min(patience, eventTimeoutAfterClosing) : patience
        return max(0, quietSince + (othersInside > 0 ? max(patience, own) : own) - now)
    }
}
