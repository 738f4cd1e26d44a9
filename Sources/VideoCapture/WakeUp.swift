import CV4L2
import Glibc
import Synchronization

/// A bell that ends another thread's wait; a pipe, so that it can be polled beside a camera.
package final class WakeUp: Sendable {
    private let reader: Int32, writer: Int32
    private let now: @Sendable () -> Double
    /// When the thread that waits here went to work, or last showed that it gets on; nil while it waits.
    private let atWorkSince = Mutex<Double?>(nil)

    /// - Parameter now: the clock that silence is measured by, in seconds.
    /// - Throws: `CaptureError` when the process has no descriptor left.
    package init(now: @escaping @Sendable () -> Double = monotonicSeconds) throws(CaptureError) {
        self.now = now
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw CaptureError(
                .failed, "no file descriptor left for the capture thread (errno \(errno)); raise LimitNOFILE")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (reader, writer) = (ends[0], ends[1])
    }

    deinit {
        close(reader)
        close(writer)
    }

    /// Ends the present wait, or the next one if nobody waits now.
    package func ring() {
        var byte: UInt8 = 1
        // A full pipe means that it has been rung already.
        _ = write(writer, &byte, 1)
    }

    /// A sign of life from the thread that waits here, for work that never waits.
    package func noteProgress() { atWorkSince.withLock { $0 = now() } }

    /// The thread that waits here does so, or has ended: silence means nothing until it is at work again.
    package func rest() { atWorkSince.withLock { $0 = nil } }

    /// For how many seconds the thread that waits here has neither waited nor shown that it gets on. Waiting is no
    /// silence, however long it lasts; a system call that never returns is.
    package var silence: Double { atWorkSince.withLock { $0.map { max(0, now() - $0) } ?? 0 } }

    /// What a wait ended with.
    package enum Reason: Sendable { case rung, ready, noticed, hungUp, timedOut }

    /// Waits until the bell is rung, `other` has one of `events` (or an error, which is reported as `hungUp`), `watched`
    /// can be read (`noticed`), or `seconds` have passed (nil: for ever). A ring is consumed.
    package func wait(seconds: Double?, other: Int32 = -1, events: Int32 = 0, watched: Int32 = -1) -> Reason {
        let deadline = seconds.map { monotonicSeconds() + $0 }
        rest()
        defer { noteProgress() }
        while true {
            var entries = [
                pollfd(fd: reader, events: Int16(POLLIN), revents: 0),
                pollfd(fd: other, events: Int16(events), revents: 0),
                pollfd(fd: watched, events: Int16(POLLIN), revents: 0),
            ]
            let left = deadline.map { max(0, $0 - monotonicSeconds()) }
            let result = poll(&entries, 3, left.map { Int32(min(($0 * 1000).rounded(.up), 2e9)) } ?? -1)
            if result < 0 && errno == EINTR { continue }
            if entries[0].revents != 0 {
                var bytes = [UInt8](repeating: 0, count: 64)
                while read(reader, &bytes, bytes.count) > 0 {}
                return .rung
            }
            let state = Int32(entries[1].revents)
            if state & (POLLERR | POLLHUP | POLLNVAL) != 0 { return .hungUp }
            if entries[2].revents != 0 { return .noticed }
            if state != 0 { return .ready }
            if result == 0 { return .timedOut }
        }
    }
}

/// Seconds on the clock that V4L2 drivers stamp their frames with (`CLOCK_MONOTONIC`).
package func monotonicSeconds() -> Double { cv4l2_now() }

/// Seconds on a clock that runs on while the machine sleeps (`CLOCK_BOOTTIME`): a camera's media time, pauses and
/// idleness. A night's sleep is a long absence, not a blink.
package func bootSeconds() -> Double { cv4l2_boot_now() }

/// For how long the machine has slept since it was booted: what a driver's stamp lacks on `bootSeconds`' clock.
func sleptSeconds() -> Double {
    while true {
        let before = cv4l2_now(), boot = cv4l2_boot_now(), after = cv4l2_now()
        // Stopped between the two, they say nothing of each other.
        if after - before < 0.01 { return boot - (before + after) / 2 }
    }
}
