import Dispatch
import Logging
import Synchronization

/// Hands lines on from a thread of its own: a journal that hangs, or a terminal that was stopped, must not hold up the
/// threads that log. A line that would wait behind too many others is dropped, and the number of dropped lines is logged
/// once lines flow again.
final class QueuedSink: LogSink {
    private struct State {
        var waiting = 0
        var dropped = 0
    }

    private let sink: any LogSink
    private let limit: Int
    private let queue = DispatchQueue(label: "log", qos: .default)
    private let state = Mutex(State())

    /// - Parameter limit: how many lines may wait.
    init(_ sink: any LogSink, limit: Int = 1000) {
        self.sink = sink
        self.limit = limit
    }

    func write(_ record: LogRecord) {
        let isTaken = state.withLock { state in
            guard state.waiting < limit else {
                state.dropped += 1
                return false
            }
            state.waiting += 1
            return true
        }
        guard isTaken else { return }
        queue.async { [self] in
            sink.write(record)
            let dropped = state.withLock { state in
                state.waiting -= 1
                guard state.waiting == 0 else { return 0 }
                defer { state.dropped = 0 }
                return state.dropped
            }
            guard dropped > 0 else { return }
            sink.write(
                LogRecord(
                    level: .warning, message: "\(dropped) log lines were dropped: nobody took them", metadata: [:]))
        }
    }

    /// Waits until every line so far was handed on, at most so many seconds.
    func flush(within seconds: Double) {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + seconds)
    }
}

/// What is still to be written when the process ends.
package struct LogDrain: Sendable {
    let sink: QueuedSink

    /// Waits until every line so far was written, at most so many seconds: a journal that hangs must not keep the
    /// process from ending.
    package func flush(within seconds: Double = 1) { sink.flush(within: seconds) }
}
