import Synchronization

/// Counts the calls that use a database, so that it is closed after the last of them, and one that comes later is told why
/// it is refused.
final class DatabaseUses: Sendable {
    private struct State {
        var callsUnderWay = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Begins a call; false if the database is closed or about to be.
    func enter() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.callsUnderWay += 1
            return true
        }
    }

    /// Ends a call.
    ///
    /// - Returns: whether the database is now to be closed.
    func leave() -> Bool {
        state.withLock { state in
            state.callsUnderWay -= 1
            return state.isClosed && state.callsUnderWay == 0
        }
    }

    /// Refuses calls from now on.
    ///
    /// - Returns: whether the database is to be closed at once; otherwise the last call under way does it.
    func close() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.isClosed = true
            return state.callsUnderWay == 0
        }
    }
}
