import Configuration
import MoodTracking

extension MoodPolicy {
    /// What the settings say of the mood.
    init(_ settings: MoodSettings) {
        self.init(
            windowSeconds: settings.windowSeconds, threshold: settings.threshold, dwellSeconds: settings.dwellSeconds,
            cooldownSeconds: settings.cooldownSeconds)
    }
}
