import Foundation
import ServiceLifecycle
import UnixSignals

/// Pumps what the watcher sees into the conductor until the source ends or the daemon does.
struct WatchService: Service {
    let watcher: Watcher
    let control: WatchControl
    let conductor: Conductor

    func run() async throws {
        watcher.start()
        defer { control.stop() }
        for await event in watcher.events.cancelOnGracefulShutdown() {
            await conductor.take(event)
            // A source that cannot be used at all is an error of whoever named it, not a state to wait in.
            if case .failed(let reason) = event { throw DaemonFailure(.noInput, reason) }
        }
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

/// SIGHUP reads the configuration again, as `emotunesctl reload` does.
struct ReloadService: Service {
    let control: DaemonControl
    let journal: Journal

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            // What is wrong with it has been said in the journal.
            try? await control.reload()
        }
    }
}
