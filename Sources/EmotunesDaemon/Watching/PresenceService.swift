import Logging
import Platform
import ServiceLifecycle
import SystemIntegration

/// Lets the desktop's hints (lock, sleep, players) reach the camera for as long as the daemon runs.
struct PresenceService: Service {
    let presence: PresenceWatch

    /// How long the machine's sleep is held up for the camera to close, in seconds; logind waits five at most.
    private static let closingPatience = 3.0

    /// A watch whose hints steer `control`.
    static func watch(for control: WatchControl, logger: Logger, calls: OpenCalls) -> PresenceWatch {
        PresenceWatch(
            calls: calls, changed: { control.take($0) },
            prepared: { control.waitUntilClosed(seconds: closingPatience) },
            note: { logger.debug("\($0)") })
    }

    func run() async throws {
        presence.start()
        defer { presence.stop() }
        try? await gracefulShutdown()
    }
}
