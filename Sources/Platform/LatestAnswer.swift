import Dispatch
import Synchronization

/// What a call that may hang said last. The call is made on a queue of its own, one at a time; those who ask wait a moment
/// for it, and are then given what it said the time before.
package final class LatestAnswer<Value: Sendable>: Sendable {
    /// What one who asks is given.
    package struct Answer: Sendable {
        /// Nil where the call has never returned.
        package let value: Value?
        /// Whether it is from a call that ended after it was asked for.
        package let isFresh: Bool
    }

    private struct State {
        var latest: Value?
        var isRunning = false
        var askers: [Int: CheckedContinuation<Answer, Never>] = [:]
        var count = 0
        /// Someone was given an older answer while the present call ran.
        var isLate = false
    }

    private let state = Mutex(State())
    private let call: @Sendable () -> Value
    private let late: @Sendable (Value) -> Void
    private let queue: DispatchQueue
    private let timer: DispatchQueue

    /// - Parameters:
    ///   - label: names the queue.
    ///   - late: told what a call said that an asker did not wait for. Must not block.
    ///   - call: may block for as long as it likes.
    package init(
        label: String, late: @escaping @Sendable (Value) -> Void = { _ in }, call: @escaping @Sendable () -> Value
    ) {
        self.call = call
        self.late = late
        queue = DispatchQueue(label: label)
        timer = DispatchQueue(label: label + "-patience")
    }

    /// Has the call made, or waits for the one that is under way.
    ///
    /// - Parameter patience: seconds until the answer before will do; nil waits for as long as the call takes.
    package func ask(patience: Double?) async -> Answer {
        await withCheckedContinuation { continuation in
            let (number, isFirst) = state.withLock { state in
                state.count += 1
                state.askers[state.count] = continuation
                defer { state.isRunning = true }
                return (state.count, !state.isRunning)
            }
            if isFirst { queue.async { [self] in run() } }
            if let patience { timer.asyncAfter(deadline: .now() + patience) { [self] in giveUp(number) } }
        }
    }

    private func run() {
        let value = call()
        let (askers, isLate) = state.withLock { state in
            defer {
                state.latest = value
                state.isRunning = false
                state.isLate = false
                state.askers = [:]
            }
            return (Array(state.askers.values), state.isLate)
        }
        for asker in askers { asker.resume(returning: Answer(value: value, isFresh: true)) }
        if isLate { late(value) }
    }

    private func giveUp(_ number: Int) {
        let (asker, latest) = state.withLock { state in
            let asker = state.askers.removeValue(forKey: number)
            if asker != nil { state.isLate = true }
            return (asker, state.latest)
        }
        asker?.resume(returning: Answer(value: latest, isFresh: false))
    }
}
