import Synchronization

/// Holds what the daemon said last, and tells the open pages of every change.
package final class PageHub: Sendable {
    /// What is known at a moment.
    package struct Present: Sendable, Hashable {
        /// The daemon's status as JSON on one line; nil until one came.
        package var status: String?
        /// Why the daemon does not answer, in a sentence; nil while it does.
        package var trouble: String?

        package init(status: String? = nil, trouble: String? = nil) {
            self.status = status
            self.trouble = trouble
        }
    }

    private struct State {
        var present = Present()
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var present: Present { state.withLock { $0.present } }

    /// The daemon said how it is.
    package func take(status: String) { update { $0 = Present(status: status) } }

    /// The daemon does not answer any more, for this reason. What it said last stays.
    package func lose(_ reason: String) { update { $0.trouble = reason } }

    private func update(_ change: (inout Present) -> Void) {
        let listeners = state.withLock { state in
            change(&state.present)
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.yield() }
    }

    /// A tick at once and one for every change, the newest only, until the listener goes: a page that reads slowly misses
    /// what was in between, and holds up no other.
    package func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.count += 1
            state.listeners[state.count] = continuation
            return state.count
        }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.listeners[number] = nil } }
        continuation.yield()
        return stream
    }
}

/// What is sent to a page, in the form of server-sent events.
package enum PageEvents {
    /// Says nothing; it shows that both ends are there.
    package static let heartbeat = ":\n\n"

    /// What is different now; empty where nothing is. The status's JSON holds no line break.
    package static func text(from old: PageHub.Present?, to new: PageHub.Present) -> String {
        var text = ""
        if let status = new.status, status != old?.status || (old?.trouble != nil && new.trouble == nil) {
            text += "event: status\ndata: \(status)\n\n"
        }
        if let trouble = new.trouble, trouble != old?.trouble {
            let line = String(trouble.map { $0.isNewline ? " " : $0 })
            text += "event: trouble\ndata: \(line)\n\n"
        }
        return text
    }
}
