import Glibc
package import Platform
package import Publishing
package import StateStore
import Synchronization

/// Keeps an MPD in step with what the daemon wishes: its stored playlist, and its queue where that is ours.
///
/// This is the entrance of the module `MPDSync`. It may know `MPDClient`, `Publishing`, `StateStore`, `Songs` and
/// `Emotions`; settings and log are given to it as values, and what it has to tell goes out as ``MPDEvent``.
///
/// All calls to MPD block, so `run` wants a thread of its own. Nothing waits for it: a new playlist only wakes it.
package final class MPDPlayer: Sendable {
    /// What an order is answered with.
    typealias Answer = Result<String, PlaybackFailure>

    /// What is asked of the loop.
    struct Mail {
        var settings: MPDSyncSettings?
        var orders: [(order: PlaybackOrder, answer: CheckedContinuation<Answer, Never>)] = []
        var settlers: [CheckedContinuation<Void, Never>] = []
        /// The wish may be another one.
        var isWoken = false
    }

    private struct State {
        var mail = Mail()
        var isRunning = false
        /// Nothing is taken in any more. What comes before `run` has begun waits for it.
        var isStopped = false
    }

    /// What the loop works with.
    package struct Dependencies: Sendable {
        package var store: StateStore
        /// Where songs lie on this machine; nil where none are known.
        package var files: @Sendable () -> (any SongFiles)?
        package var log: any MPDLog
        package var clocks: MPDClocks
        package var calls: OpenCalls
        /// Seconds until an answer of MPD's is given up.
        package var patience: Double
        /// Is given every event, in order. Must not block.
        package var send: @Sendable (MPDEvent) -> Void

        package init(
            store: StateStore, files: @escaping @Sendable () -> (any SongFiles)?, log: any MPDLog,
            clocks: MPDClocks = .system, calls: OpenCalls = OpenCalls(), patience: Double = 5,
            send: @escaping @Sendable (MPDEvent) -> Void
        ) {
            self.store = store
            self.files = files
            self.log = log
            self.clocks = clocks
            self.calls = calls
            self.patience = patience
            self.send = send
        }
    }

    private let state = Mutex(State())
    private let dependencies: Dependencies
    /// Nil where no descriptor was left: the loop then looks by itself, now and then.
    private let waker: Waker?

    package init(_ dependencies: Dependencies) {
        self.dependencies = dependencies
        waker = try? Waker()
    }

    /// Works until `stop` is called or the task is cancelled. Blocks its thread.
    package func run() async {
        let isFirst = state.withLock { state in
            guard !state.isRunning, !state.isStopped else { return false }
            state.isRunning = true
            return true
        }
        guard isFirst else { return }
        let session = MPDSession(dependencies)
        while !isStopped, !Task.isCancelled {
            await session.pass(takeMail())
            // What came in meanwhile is not slept through: the waker stays awake until it is cleared.
            session.wait(waker)
        }
        state.withLock { ($0.isRunning, $0.isStopped) = (false, true) }
        answerRest()
    }

    /// For mail that the loop does not take any more.
    private func answerRest() {
        let rest = takeMail()
        for (_, answer) in rest.orders { answer.resume(returning: .failure(.notInUse(Self.ending))) }
        for settler in rest.settlers { settler.resume() }
    }

    private static let ending = "emotunesd is ending"

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func takeMail() -> Mail {
        state.withLock { state in
            defer { state.mail = Mail() }
            return state.mail
        }
    }

    /// Ends `run` soon, and for good.
    package func stop() {
        let isRunning = state.withLock { state in
            state.isStopped = true
            return state.isRunning
        }
        if isRunning { waker?.wake() } else { answerRest() }
    }

    /// Says that there may be something to do.
    package func wake() {
        state.withLock { $0.mail.isWoken = true }
        waker?.wake()
    }

    /// Goes by these settings from now on. Without a first call MPD is off.
    package func configure(_ settings: MPDSyncSettings) {
        state.withLock {
            $0.mail.settings = settings
            $0.mail.isWoken = true
        }
        waker?.wake()
    }

    /// Returns when nothing more can be done for the newest playlist now.
    package func settle() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isTaken = state.withLock { state in
                guard !state.isStopped else { return false }
                state.mail.settlers.append(continuation)
                state.mail.isWoken = true
                return true
            }
            if isTaken { waker?.wake() } else { continuation.resume() }
        }
    }

    /// Carries out an order, and returns when MPD has taken it.
    package func perform(_ order: PlaybackOrder) async throws(PlaybackFailure) -> String {
        let answer = await withCheckedContinuation { (continuation: CheckedContinuation<Answer, Never>) in
            let isTaken = state.withLock { state in
                guard !state.isStopped else { return false }
                state.mail.orders.append((order, continuation))
                return true
            }
            if isTaken { waker?.wake() } else { continuation.resume(returning: .failure(.notInUse(Self.ending))) }
        }
        return try answer.get()
    }
}
