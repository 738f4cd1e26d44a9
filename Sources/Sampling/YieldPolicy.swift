/// When a camera that was left to another program is asked for again. Pure: times are seconds on any steady clock.
///
/// A pause after the others closed it lets a program that opens the camera twice in a row have its way. A program that
/// opens it again and again (some only ask what there is) makes the pause longer each time, so that the camera's light
/// does not blink and the hardware is not worn.
package struct YieldPolicy: Sendable {
    /// After the others have closed the camera, at first.
    package var shortestPause = 3.0
    package var longestPause = 60.0
    /// Yielding again within this time of coming back makes the next pause longer.
    package var calm = 60.0
    /// When no event comes for this long, the camera is asked whether it is free: events can be lost.
    package var patience = 60.0
    /// The same after somebody closed it and somebody seems left: the kernel makes one event of two that are alike, so
    /// two who leave at once (or one program with the camera open twice) are heard as one.
    package var patienceAfterClosing = 10.0

    private var pause = 0.0
    private var backSince: Double?
    private var quietSince = 0.0
    private var somebodyLeft = false

    package init() {}

    /// The camera is left to somebody else now.
    package mutating func yielded(at now: Double) {
        let again = backSince.map { now - $0 < calm } ?? false
        pause = again && pause > 0 ? min(longestPause, pause * 2) : shortestPause
        backSince = nil
        quietSince = now
        somebodyLeft = false
    }

    /// Somebody opened it, or closed it and left.
    package mutating func heard(at now: Double, somebodyLeft: Bool) {
        quietSince = now
        self.somebodyLeft = somebodyLeft
    }

    /// It is ours again.
    package mutating func cameBack(at now: Double) { backSince = now }

    /// Seconds from `now` until the camera may be asked for, given how many others are inside; 0 if it may be now.
    package func wait(othersInside: Int, now: Double) -> Double {
        let own = max(pause, shortestPause)
        let patience = somebodyLeft ? min(patience, patienceAfterClosing) : patience
        return max(0, quietSince + (othersInside > 0 ? max(patience, own) : own) - now)
    }
}
