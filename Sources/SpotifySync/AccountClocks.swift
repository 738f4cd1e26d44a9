package import FoundationEssentials
import Platform
package import SpotifyWebAPI

/// The clocks and the chance an account goes by.
package struct AccountClocks: Sendable {
    /// Wall time: what Spotify dates.
    package var now: @Sendable () -> Date
    /// Seconds that run on through a suspended machine and are never set: for waiting.
    package var boot: @Sendable () -> Double
    /// Seconds to wait after so many failures in a row.
    package var jitter: @Sendable (Backoff, Int) -> Double

    package init(
        now: @escaping @Sendable () -> Date, boot: @escaping @Sendable () -> Double,
        jitter: @escaping @Sendable (Backoff, Int) -> Double
    ) {
        self.now = now
        self.boot = boot
        self.jitter = jitter
    }

    package static let system = AccountClocks(
        now: { Date() },
        boot: bootSeconds,
        jitter: { backoff, failures in
            var generator = SystemRandomNumberGenerator()
            return backoff.delay(afterFailures: failures, using: &generator)
        })
}
