import Configuration
import Curation
import MoodTracking

extension MoodPolicy {
    /// What the settings say of the mood.
    init(_ settings: MoodSettings) {
        self.init(
            windowSeconds: settings.windowSeconds, threshold: settings.threshold, dwellSeconds: settings.dwellSeconds,
            cooldownSeconds: settings.cooldownSeconds)
    }
}

extension Curation.Strategy {
    init(_ setting: MoodSettings.Strategy) {
        switch setting {
        case .match: self = .match
        case .lift: self = .lift
        }
    }
}
