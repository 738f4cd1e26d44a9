import Configuration
import MusicLibrary
import ServiceLifecycle
import SpotifySync
import SystemIntegration

/// Tells the watching thread, and all that works in the background, whether the machine runs on battery.
struct PowerService: Service {
    let control: WatchControl
    let account: SpotifyAccount
    let library: MusicLibrary
    var supply = PowerSupply()

    /// How often the kernel is asked: no event tells of it without a library of its own, and reading costs next to nothing.
    private static let interval = Duration.seconds(15)

    func run() async throws {
        while !Task.isShuttingDownGracefully {
            let isOnBattery = supply.isOnBattery
            control.setOnBattery(isOnBattery)
            library.allowListening(!isOnBattery)
            await account.spare(isOnBattery && control.present.onBattery != .same)
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval, clock: .continuous) }
            if Task.isCancelled { return }
        }
    }
}
