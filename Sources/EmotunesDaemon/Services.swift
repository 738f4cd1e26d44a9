import FoundationEssentials
import Platform
import ServiceLifecycle
import SpotifySync
import StateStore
import SystemIntegration
import UnixSignals
import VideoCapture

/// Hands on what the watcher sees until the source ends or the daemon does.
struct WatchService: Service {
    let watcher: Watcher
    let control: WatchControl
    let router: WatchEventRouter
    /// Looks are taken in on a thread of their own: they go on whatever hangs on the pool that tasks share.
    let executor: ThreadExecutor

    func run() async throws {
        watcher.start()
        defer { control.stop() }
        try await withTaskExecutorPreference(executor) {
            try await withGracefulShutdownHandler {
                try await takeEvents()
            } onGracefulShutdown: {
                watcher.endEvents()
            }
        }
        // The daemon may end with its source only when no target can do more.
        await router.coordinator.settleTargets()
    }

    private func takeEvents() async throws {
        for await report in watcher.events {
            if Task.isShuttingDownGracefully { return }
            await router.take(report.event, takenIn: { watcher.noteTakenIn(report) })
            if router.isRecording { watcher.noteWorkedOn() }
            // A source that cannot be used at all is a mistake in the settings, not a state to wait in.
            if case .failed(let reason) = report.event { throw DaemonFailure(.noInput, reason) }
        }
    }
}

/// Writes the history, and makes playlists and has them published, until all that was handed on by the parts that end
/// before it is done.
struct WritingService: Service {
    let recorder: MoodRecorder
    let coordinator: PlaylistCoordinator

    func run() async throws {
        await withGracefulShutdownHandler {
            async let history: Void = recorder.run()
            async let playlists: Void = coordinator.run()
            _ = await (history, playlists)
        } onGracefulShutdown: {
            recorder.queue.finish()
            coordinator.finish()
        }
    }
}

/// Tries again, every half minute, what could not be written.
struct RetryService: Service {
    let coordinator: PlaylistCoordinator

    func run() async throws {
        while !Task.isShuttingDownGracefully {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(30), clock: .continuous) }
            if Task.isCancelled || Task.isShuttingDownGracefully { return }
            await coordinator.retry()
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

/// Tells systemd that the daemon is ready, the mood in the status line, and that it is alive as long as the pipe moves.
/// Notices when it does not.
struct ManagerService: Service {
    let router: WatchEventRouter
    /// What the watching thread waits at.
    let waker: CaptureWaker

    func run() async throws {
        let manager = ServiceManager()
        manager.ready()
        let watchdog = ServiceManager.watchdogInterval
        let interval = min(CaptureWatchdog.interval, watchdog.map { $0 / 3 } ?? CaptureWatchdog.interval)
        var told = ""
        while !Task.isShuttingDownGracefully {
            let capture = CaptureWatchdog(
                silence: waker.silence, pipeSilence: router.calls.silence(of: .pipe))
            router.setHanging(capture.isHanging)
            router.nameUnanswered()
            let line = router.status.present.line
            if line != told { manager.status(line) }
            told = line
            // The capture thread gets on, and what it saw was taken in: both ends of the pipe move.
            if capture.feeds(watchdog: watchdog) { manager.feedWatchdog() }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: interval, clock: .continuous) }
            if Task.isCancelled { break }
        }
        manager.stopping()
    }
}

/// Sees to it that an end that was asked for comes: a server that does not answer, or a disk that hangs, may not keep the
/// daemon from it. What is in flight then is lost as it would be by a power cut, and nothing that was acknowledged is.
/// Only tokens are waited for a moment longer: Spotify gives each of them once.
struct EndingService: Service {
    let session: MoodSession
    let account: SpotifyAccount
    let journal: Journal
    /// Ends the process.
    let giveUp: @Sendable () -> Void

    /// Longer than the group waits by itself, and too short to be noticed.
    private static let patience = Duration.milliseconds(1700)

    func run() async throws {
        try? await gracefulShutdown()
        journal.events.note(.program, "ended", "emotunesd ended, as it was asked to")
        // The process ends with everything else where everything else ends in time.
        Task.detached {
            try? await Task.sleep(for: Self.patience, clock: .continuous)
            await account.awaitTokens()
            journal.note("ending without waiting for what still runs", event: .control)
            giveUp()
        }
        await session.keepMood()
    }
}
