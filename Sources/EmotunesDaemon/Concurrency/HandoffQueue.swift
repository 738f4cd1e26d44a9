import Synchronization

/// Hands values to one consumer that may be slow. Putting one in never waits.
///
/// How many can pile up is decided by `add`, which may join a new value with one that is still waiting.
final class HandoffQueue<Element: Sendable>: Sendable {
    private struct State {
        var waiting: [Element] = []
        /// A value has been taken out and is being worked on.
        var isBusy = false
        /// The consumer has returned: nothing will be taken out any more.
        var hasEnded = false
        var callers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let add: @Sendable (inout [Element], Element) -> Void
    private let ticks: AsyncStream<Void>
    private let tick: AsyncStream<Void>.Continuation

    /// - Parameter add: puts a new value to those that wait, the oldest first.
    init(add: @escaping @Sendable (inout [Element], Element) -> Void = { $0.append($1) }) {
        self.add = add
        (ticks, tick) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many values wait.
    var count: Int { state.withLock { $0.waiting.count } }

    func put(_ element: Element) {
        state.withLock { add(&$0.waiting, element) }
        tick.yield()
    }

    /// Works on every value in turn until `finish` is called and none is left, or the task is cancelled. For one
    /// consumer only.
    func consume(isolation: isolated (any Actor)? = #isolation, _ body: (Element) async -> Void) async {
        for await _ in ticks { await work(body) }
        await work(body)
        release { $0.hasEnded = true }
    }

    /// No more values are to come; those that wait are still worked on.
    func finish() { tick.finish() }

    /// Returns when everything that was put in has been worked on, or the consumer has returned.
    func drained() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                let isIdle = state.hasEnded || state.waiting.isEmpty && !state.isBusy
                if !isIdle { state.callers.append(continuation) }
                return isIdle
            }
            if isIdle { continuation.resume() }
        }
    }

    /// Takes out all that still waits after the consumer has returned.
    func takeAll() -> [Element] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    private func work(isolation: isolated (any Actor)? = #isolation, _ body: (Element) async -> Void) async {
        while !Task.isCancelled, let element = take() {
            await body(element)
            release { $0.isBusy = false }
        }
    }

    private func take() -> Element? {
        state.withLock { state in
            guard !state.waiting.isEmpty else { return nil }
            state.isBusy = true
            return state.waiting.removeFirst()
        }
    }

    /// Changes the state, and lets callers of `drained` go if there is nothing left for them to wait for.
    private func release(_ change: (inout State) -> Void) {
        let released = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            change(&state)
            guard state.hasEnded || state.waiting.isEmpty && !state.isBusy else { return [] }
            defer { state.callers = [] }
            return state.callers
        }
        for caller in released { caller.resume() }
    }
}
