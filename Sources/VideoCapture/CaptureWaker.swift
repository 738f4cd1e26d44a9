import Glibc
import Platform
import Synchronization

/// Ends the waits of the capture thread, and tells for how long that thread has been at work without a sign of progress.
package final class CaptureWaker: Sendable {
    private let waker: Waker
    private let now: @Sendable () -> Double
    /// When the capture thread went to work, or last showed progress; nil while it waits.
    private let atWorkSince = Mutex<Double?>(nil)

    /// - Parameter now: the clock that silence is measured by, in seconds.
    /// - Throws: `CaptureError` when the process has no descriptor left.
    package init(now: @escaping @Sendable () -> Double = monotonicSeconds) throws(CaptureError) {
        self.now = now
        do {
            waker = try Waker()
        } catch {
            throw CaptureError(
                .failed, "no file descriptor left for the capture thread (errno \(error.number)); raise LimitNOFILE")
        }
    }

    /// Ends the present wait, or the next one where there is none.
    package func wake() { waker.wake() }

    /// A sign of progress from the capture thread, for work that never waits.
    package func noteProgress() { atWorkSince.withLock { $0 = now() } }

    /// The capture thread waits, or has ended: silence means nothing until it is at work again.
    package func rest() { atWorkSince.withLock { $0 = nil } }

    /// For how many seconds the capture thread has neither waited nor shown progress. A wait is no silence, however long
    /// it lasts; a system call that never returns is.
    package var silence: Double { atWorkSince.withLock { $0.map { max(0, now() - $0) } ?? 0 } }

    /// What a wait ended with.
    package enum Reason: Sendable {
        /// `wake` was called.
        case woken
        /// The other descriptor has one of the events asked for.
        case ready
        /// The watched descriptor can be read.
        case noticed
        /// The other descriptor reports an error or a disconnection.
        case hungUp
        case timedOut
    }

    /// Waits until `wake` is called, `other` has one of `events` (or an error, which is reported as `hungUp`), `watched`
    /// can be read (`noticed`), or `seconds` have passed (nil: without end). A wake is consumed.
    package func wait(seconds: Double?, other: Int32 = -1, events: Int32 = 0, watched: Int32 = -1) -> Reason {
        rest()
        defer { noteProgress() }
        var entries = [
            pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(events), revents: 0),
            pollfd(fd: watched, events: Int16(POLLIN), revents: 0),
        ]
        poll(&entries, seconds: seconds)
        if entries[0].revents != 0 {
            waker.clear()
            return .woken
        }
        let state = Int32(entries[1].revents)
        if state & (POLLERR | POLLHUP | POLLNVAL) != 0 { return .hungUp }
        if entries[2].revents != 0 { return .noticed }
        return state != 0 ? .ready : .timedOut
    }
}
