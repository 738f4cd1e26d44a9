import Synchronization

/// Counts open pages, and says when the program is of no use any more.
package final class PageLife: Sendable {
    private struct State {
        var pages = 0
        var since: ContinuousClock.Instant
        var patience: Duration
    }

    private let state: Mutex<State>
    private let linger: Duration
    /// Also how often the program looks whether it is of use, so none at all would look without a pause.
    private static let shortest = Duration.seconds(1)
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - first: for how long the first page is waited for.
    ///   - linger: for how long another one is, after the last was closed: a page that is loaded again closes and opens.
    ///     A second at least.
    package init(
        first: Duration, linger: Duration, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.linger = max(linger, Self.shortest)
        self.now = now
        state = Mutex(State(since: now(), patience: first))
    }

    package func opened() { state.withLock { $0.pages += 1 } }

    package func closed() {
        let moment = now()
        state.withLock { state in
            state.pages -= 1
            state.since = moment
            state.patience = linger
        }
    }

    /// For how long there is nothing to decide; nil once no page has been open for long enough.
    package var rest: Duration? {
        let moment = now()
        return state.withLock { state in
            // A page that closes while one waits makes the end come so soon at the earliest.
            guard state.pages == 0 else { return linger }
            let left = state.since.advanced(by: state.patience) - moment
            return left > .zero ? min(left, linger) : nil
        }
    }

    /// Returns when the program should end.
    package func wait(
        sleep: (Duration) async throws -> Void = { try await Task.sleep(for: $0, clock: .continuous) }
    ) async throws {
        while let rest { try await sleep(rest) }
    }
}
