import Media
import Platform

/// Lets a recorded source run at the recording's own pace, or as fast as it is read.
struct Pace {
    private let waker: CaptureWaker
    private let atFullSpeed: Bool
    private var began: Double?

    init(waker: CaptureWaker, atFullSpeed: Bool) {
        self.waker = waker
        self.atFullSpeed = atFullSpeed
    }

    /// Waits until `time` has come, counted from the first call; false if it was interrupted.
    mutating func wait(until time: MediaTime) -> Bool {
        if atFullSpeed { return true }
        let start = began ?? monotonicSeconds() - time.seconds
        began = start
        let left = start + time.seconds - monotonicSeconds()
        return left <= 0 || waker.wait(seconds: left) != .woken
    }
}
