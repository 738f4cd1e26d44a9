package import MessageBus
package import Platform
package import Publishing
package import StateStore

/// Hands new playlists to the media players on the session bus (MPRIS) that play ours, such as mpv, VLC and Celluloid.
///
/// This is the entrance of the module `PlayerSync`. It may know `MessageBus`, `Publishing`, `StateStore`, `Storage`,
/// `Songs` and `Emotions`; settings and log are given to it as values, and what it has to tell goes out as
/// `PublishingEvent`.
///
/// All calls on a bus block, so `run` wants a thread of its own. Nothing waits for it: a new playlist only wakes it.
package final class BusPlayers: Sendable {
    /// What it works with.
    package struct Dependencies: Sendable {
        package var store: StateStore
        /// Where songs lie on this machine; nil where none are known.
        package var files: @Sendable () -> (any SongFiles)?
        /// Where the list is written that players are given.
        package var folder: String
        package var log: any PlayersLog
        package var clocks: PlayerClocks
        package var calls: OpenCalls
        /// Is given every event, in order. Must not block.
        package var send: @Sendable (PublishingEvent) -> Void

        package init(
            store: StateStore, files: @escaping @Sendable () -> (any SongFiles)?, folder: String, log: any PlayersLog,
            clocks: PlayerClocks = .system, calls: OpenCalls = OpenCalls(),
            send: @escaping @Sendable (PublishingEvent) -> Void
        ) {
            self.store = store
            self.files = files
            self.folder = folder
            self.log = log
            self.clocks = clocks
            self.calls = calls
            self.send = send
        }
    }

    private let loop: BusLoop<PlayersTalk>
    private let dependencies: Dependencies

    /// - Parameter open: connects to the session's bus; tests give their own.
    package init(
        _ dependencies: Dependencies,
        open: @escaping @Sendable () throws(BusError) -> Bus = { () throws(BusError) in try Bus.user() }
    ) {
        self.dependencies = dependencies
        loop = BusLoop(boot: dependencies.clocks.boot, open: open)
    }

    /// Works until `stop` is called or the task is cancelled. Blocks its thread.
    package func run() async { await loop.run(PlayersTalk(dependencies)) }

    /// Ends `run` soon, and for good.
    package func stop() { loop.stop() }

    /// Says that there may be something to do.
    package func wake() { loop.post(.wake) }

    /// Goes by these settings from now on. Without a first call no player is touched.
    package func configure(_ settings: PlayerSettings) { loop.post(.settings(settings)) }

    /// Returns when nothing more can be done for the newest playlist now.
    package func settle() async {
        await withCheckedContinuation { continuation in
            if !loop.post(.settle(continuation)) { continuation.resume() }
        }
    }

    /// Carries out an order, and returns when a player has taken it.
    package func perform(_ order: PlaybackOrder) async throws(PlaybackFailure) -> String {
        let answer = await withCheckedContinuation { (continuation: PlayersTalk.Caller) in
            if !loop.post(.order(order, continuation)) { continuation.resume(returning: PlayersTalk.ending) }
        }
        return try answer.get()
    }
}
