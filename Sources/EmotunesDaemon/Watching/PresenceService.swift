import Logging
import Platform
import ServiceLifecycle
import SystemIntegration

/// Lets the desktop's hints (lock, sleep, players) reach the camera for as long as the daemon runs.
struct PresenceService: Service {
    let presence: PresenceWatch
    let control: WatchControl

    /// How long the machine's sleep is held up for the camera to close, in seconds; logind waits five at most.
    private static let closingPatience = 3.0
    /// A bus that has said nothing by then hangs, and the camera does not wait for it.
    private static let askingPatience = Duration.seconds(5)

    /// A watch whose hints steer `control`, and whose trouble is told.
    static func watch(
        for control: WatchControl, protections: Protections, logger: Logger, calls: OpenCalls
    ) -> PresenceWatch {
        PresenceWatch(
            calls: calls,
            changed: {
                control.take($0)
                protections.set(.presence, trouble: $0.trouble.map { "\($0.sentence); \($0.remedy)" })
            },
            prepared: { control.waitUntilClosed(seconds: closingPatience) },
            note: { logger.debug("\($0)") })
    }

    func run() async throws {
        presence.start()
        defer { presence.stop() }
        try? await cancelWhenGracefulShutdown {
            try await Task.sleep(for: Self.askingPatience, clock: .continuous)
        }
        control.take(presence.hintsWithoutABus, ifFirst: true)
        try? await gracefulShutdown()
    }
}
