import Dispatch
import Synchronization

/// One connection to a SQLite file, and the serial queue on which everything asked of it runs.
package final class DatabaseConnection: Sendable {
    // Dispatch's usual priority: for a better one it would ask the scheduler, which only root is granted, and say so in the
    // journal at every refusal.
    private let queue = DispatchQueue(label: "org.emotunes.sqlite")
    // Used on the queue alone. nil once it is closed.
    private nonisolated(unsafe) var database: Database?

    /// Opens the file, or creates it unless it is for reading alone.
    ///
    /// - Parameter preparing: statements that set the connection up.
    package init(path: String, readOnly: Bool = false, preparing: String = "") throws(DatabaseError) {
        let database = try Database(path: path, readOnly: readOnly)
        try database.execute(sql: preparing)
        self.database = database
    }

    /// Runs `body` on the queue, while the calling task waits.
    ///
    /// - Throws: what `body` throws; `CancellationError` where the task was cancelled before its turn came.
    package func use<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws -> Value {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    continuation.resume(
                        with: Result {
                            if cancellation.isCancelled.load(ordering: .relaxed) { throw CancellationError() }
                            return try self.using(body)
                        })
                }
            }
        } onCancel: {
            cancellation.isCancelled.store(true, ordering: .relaxed)
        }
    }

    /// Runs `body` on the queue, while the calling thread waits.
    package func useBlocking<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try queue.sync { try using(body) }
    }

    /// Reads in one consistent view, while the calling thread waits.
    package func readBlocking<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try useBlocking { try $0.reading(body) }
    }

    /// Writes in one transaction, while the calling thread waits.
    package func writeBlocking<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try useBlocking { try $0.writing(body) }
    }

    /// Closes the file; calls after it throw.
    package func close() {
        queue.sync { database = nil }
    }

    private func using<Value>(_ body: (Database) throws -> Value) throws -> Value {
        guard let database else { throw DatabaseError(message: "the database is closed") }
        return try body(database)
    }
}

/// Whether a task was cancelled while its call waited for the queue.
private final class Cancellation: Sendable {
    let isCancelled = Atomic(false)
}
