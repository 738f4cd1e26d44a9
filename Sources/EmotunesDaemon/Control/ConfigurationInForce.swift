import Configuration
import ControlProtocol
import Synchronization

/// The configuration the daemon runs with now: read at the start, replaced by a reload that was taken.
final class ConfigurationInForce: Sendable {
    private let present = Mutex<Configuration?>(nil)
    /// What followed `--source`.
    private let source: String?

    init(source: String?) {
        self.source = source
    }

    func set(_ configuration: Configuration) {
        present.withLock { $0 = configuration }
    }

    /// As `GetConfiguration` gives it.
    var listing: SettingsListing {
        present.withLock { $0 }?.listing(source: source) ?? SettingsListing(settings: [], files: [])
    }
}
