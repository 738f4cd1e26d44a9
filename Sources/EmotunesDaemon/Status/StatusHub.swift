import FoundationEssentials
import Synchronization

/// Holds what is known of the daemon at this moment, and tells those who follow it of every change. Each part of the
/// daemon writes its own share; `GetStatus` and `Monitor` read all of it.
final class StatusHub: Sendable {
    private struct State {
        var present: PresentStatus
        var listeners: [UUID: AsyncStream<Void>.Continuation] = [:]
    }

    private let state: Mutex<State>

    init(_ present: PresentStatus = PresentStatus()) {
        state = Mutex(State(present: present))
    }

    var present: PresentStatus { state.withLock { $0.present } }

    /// Changes what is known, and has everyone who follows it look again.
    @discardableResult func update<Result: Sendable>(_ change: (inout PresentStatus) -> Result) -> Result {
        let (result, listeners) = state.withLock { state in
            let result = change(&state.present)
            return (result, Array(state.listeners.values))
        }
        for listener in listeners { listener.yield() }
        return result
    }

    /// A tick at once and one for every change, the newest only, until the listener goes.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = UUID()
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.listeners[id] = nil } }
        state.withLock { $0.listeners[id] = continuation }
        continuation.yield()
        return stream
    }
}
