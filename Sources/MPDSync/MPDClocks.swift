package import FoundationEssentials
import Platform

/// The clocks and the chance that MPD's part goes by.
package struct MPDClocks: Sendable {
    /// Wall time: what is kept.
    package var now: @Sendable () -> Date
    /// Seconds that run on through a suspended machine and are never set: for waiting.
    package var boot: @Sendable () -> Double

    package init(now: @escaping @Sendable () -> Date, boot: @escaping @Sendable () -> Double) {
        self.now = now
        self.boot = boot
    }

    package static let system = MPDClocks(now: { Date() }, boot: bootSeconds)
}
