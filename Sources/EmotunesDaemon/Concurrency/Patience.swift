import Synchronization

/// Waits for what another task does, but not for ever: a caller of the control interface has to be answered.
enum Patience {
    /// What `body` gives, or nil where that takes longer. It goes on then, and what it gives is dropped.
    static func wait<Value: Sendable>(
        _ longest: Duration, for body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withCheckedContinuation { continuation in
            let caller = Caller(continuation)
            Task { caller.resume(with: await body()) }
            Task {
                try? await Task.sleep(for: longest, clock: .continuous)
                caller.resume(with: nil)
            }
        }
    }

    /// Is told once: by the result or by the end of the wait.
    private final class Caller<Value: Sendable>: Sendable {
        private let continuation: Mutex<CheckedContinuation<Value?, Never>?>

        init(_ continuation: CheckedContinuation<Value?, Never>) { self.continuation = Mutex(continuation) }

        func resume(with value: Value?) {
            continuation.withLock { continuation in
                defer { continuation = nil }
                return continuation
            }?.resume(returning: value)
        }
    }
}
