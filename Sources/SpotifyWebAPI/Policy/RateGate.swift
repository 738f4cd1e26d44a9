package import FoundationEssentials
import Synchronization

/// The one place that knows whether Spotify may be called now.
package final class RateGate: Sendable {
    private struct State {
        var limit: RateLimitGate?
        var unnamedInARow = 0
    }

    private let state: Mutex<State>

    /// - Parameter limit: what an earlier run was told.
    package init(limit: RateLimitGate? = nil) {
        state = Mutex(State(limit: limit))
    }

    /// The last limit there was, to be kept for the next run.
    package var limit: RateLimitGate? { state.withLock { $0.limit } }

    /// Takes up what an earlier run was told.
    ///
    /// - Parameter limit: nil: nothing.
    package func restore(_ limit: RateLimitGate?) { state.withLock { $0.limit = limit } }

    /// When calls may begin again; nil if they may now.
    package func closedUntil(now: Date) -> Date? {
        let left = state.withLock { $0.limit?.remaining(now: now) ?? 0 }
        return left > 0 ? now.addingTimeInterval(left) : nil
    }

    /// - Throws: `rateLimited` while Spotify wants to be left alone.
    func check(now: Date) throws(SpotifyError) {
        if let until = closedUntil(now: now) { throw .rateLimited(until: until) }
    }

    /// Takes note of an answer: 429 closes the gate.
    ///
    /// - Throws: `rateLimited` if it did.
    func pass(_ response: HTTPResponse, now: Date) throws(SpotifyError) {
        guard response.status == 429 else {
            state.withLock { $0.unnamedInARow = 0 }
            return
        }
        let limit = state.withLock { state in
            let limit = RateLimitGate(response, repeats: state.unnamedInARow, at: now)
            state.unnamedInARow += RateLimitGate.namesTime(response) ? 0 : 1
            state.limit = limit
            return limit
        }
        throw .rateLimited(until: limit.notBefore)
    }
}
