import DaemonConfiguration
import Mood

extension MoodPolicy {
    /// The configured policy.
    init(_ settings: MoodSettings) {
        self.init(
            windowSeconds: settings.windowSeconds, threshold: settings.threshold, dwellSeconds: settings.dwellSeconds,
            cooldownSeconds: settings.cooldownSeconds)
    }
}
