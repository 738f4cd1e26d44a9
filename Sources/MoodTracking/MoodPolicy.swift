/// How scores become a mood and a mood a shift; the keys of the configuration's `[mood]` section.
package struct MoodPolicy: Sendable, Equatable {
    /// How far back the sliding window reaches, in seconds.
    package var windowSeconds: Double
    /// How much likelier than the playlist's mood another must be for a shift, 0 to 1.
    package var threshold: Double
    /// How long it must stay so, in seconds.
    package var dwellSeconds: Double
    /// The least time between two shifts, in seconds.
    package var cooldownSeconds: Double

    package init(
        windowSeconds: Double = 30, threshold: Double = 0.84, dwellSeconds: Double = 0.5, cooldownSeconds: Double = 20
    ) {
        self.windowSeconds = windowSeconds
        self.threshold = threshold
        self.dwellSeconds = dwellSeconds
        self.cooldownSeconds = cooldownSeconds
    }
}
