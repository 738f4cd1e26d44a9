import Synchronization

/// Counts who is at a database, so that it is closed after the last of them and nobody comes in later: SQLite's handle
/// is gone then, and whoever used it would crash.
final class DatabaseUses: Sendable {
    private struct State {
        var inside = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Comes in; false if the database is closed or about to be.
    func enter() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.inside += 1
            return true
        }
    }

    /// Goes out.
    ///
    /// - Returns: whether the database is now to be closed.
    func leave() -> Bool {
        state.withLock { state in
            state.inside -= 1
            return state.isClosed && state.inside == 0
        }
    }

    /// Lets nobody in any more.
    ///
    /// - Returns: whether the database is to be closed at once; otherwise the last one to leave does it.
    func close() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.isClosed = true
            return state.inside == 0
        }
    }
}
