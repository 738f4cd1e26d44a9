import Foundation
import ServiceLifecycle
import SystemIntegration
import UnixSignals
import VideoCapture

/// Pumps what the watcher sees into the conductor until the source ends or the daemon does.
struct WatchService: Service {
    let watcher: Watcher
    let control: WatchControl
    let conductor: Conductor
    /// Waited for when a recorded source has ended, before the daemon may follow it.
    let settled: @Sendable () async -> Void

    func run() async throws {
        watcher.start()
        defer { control.stop() }
        for await event in watcher.events.cancelOnGracefulShutdown() {
            await conductor.take(event)
            // A source that cannot be used at all is an error of whoever named it, not a state to wait in.
            if case .failed(let reason) = event { throw DaemonFailure(.noInput, reason) }
        }
        await settled()
    }
}

/// Takes up again, every half minute, what could not be written.
struct RetryService: Service {
    let conductor: Conductor

    func run() async throws {
        while !Task.isShuttingDownGracefully {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(30), clock: .continuous) }
            if Task.isCancelled || Task.isShuttingDownGracefully { return }
            await conductor.takeUpDebts()
        }
    }
}

/// Keeps the Spotify account in step.
struct SpotifyService: Service {
    let account: SpotifyAccount

    func run() async throws {
        await cancelWhenGracefulShutdown { await account.run() }
    }
}

/// SIGHUP reads the configuration again, as `emotunesctl reload` does.
struct ReloadService: Service {
    let control: DaemonControl

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            // What is wrong with it has been said in the journal.
            try? await control.reload()
        }
    }
}

/// Tells systemd how we are: ready, the mood in the status line, alive as long as the pipe moves. Notices when it does
/// not.
struct ManagerService: Service {
    let conductor: Conductor
    /// What the watching thread waits at.
    let bell: CaptureWaker

    func run() async throws {
        let manager = ServiceManager()
        manager.ready()
        let watchdog = ServiceManager.watchdogInterval
        let interval = min(PipePulse.interval, watchdog.map { $0 / 3 } ?? PipePulse.interval)
        var told = ""
        while !Task.isShuttingDownGracefully {
            let pulse = PipePulse(silence: bell.silence)
            await conductor.setHanging(pulse.isHanging)
            let line = await conductor.statusLine
            if line != told { manager.status(line) }
            told = line
            // The conductor was asked and the camera's thread gets on: both ends of the pipe move.
            if pulse.feeds(watchdog: watchdog) { manager.feedWatchdog() }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: interval, clock: .continuous) }
            if Task.isCancelled { break }
        }
        manager.stopping()
    }
}

/// Sees to it that an end that was asked for comes: a server that says nothing, or a disk that hangs, may not keep the
/// daemon from it. What is in flight then is lost as it would be by a power cut, and nothing that was acknowledged is.
/// Only tokens are waited for a moment longer: Spotify gives each of them once.
struct EndingService: Service {
    let conductor: Conductor
    let account: SpotifyAccount
    let journal: Journal
    /// Ends the process.
    let giveUp: @Sendable () -> Void

    /// Longer than the group waits by itself, shorter than anybody notices.
    private static let patience = Duration.milliseconds(1700)

    func run() async throws {
        try? await gracefulShutdown()
        // The process ends with everything else where everything else ends in time.
        Task.detached {
            try? await Task.sleep(for: Self.patience, clock: .continuous)
            await account.awaitTokens()
            journal.note("ending without waiting for what still runs", event: .control)
            giveUp()
        }
        await conductor.remember()
    }
}
