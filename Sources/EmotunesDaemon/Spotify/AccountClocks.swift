import Foundation
import Glibc
import SpotifyWebAPI

/// The clocks and the chance an account goes by.
struct AccountClocks: Sendable {
    /// Wall time: what Spotify dates.
    var now: @Sendable () -> Date
    /// Seconds that run on through a suspended machine and are never set: for waiting.
    var boot: @Sendable () -> Double
    /// Seconds to wait after so many failures in a row.
    var jitter: @Sendable (Backoff, Int) -> Double

    static let system = AccountClocks(
        now: { Date() },
        boot: {
            var time = timespec()
            clock_gettime(CLOCK_BOOTTIME, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        },
        jitter: { backoff, failures in
            var generator = SystemRandomNumberGenerator()
            return backoff.delay(afterFailures: failures, using: &generator)
        })
}
