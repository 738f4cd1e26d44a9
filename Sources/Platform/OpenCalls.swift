import Synchronization

/// Something outside the program's own computing that is called and may not answer.
package struct Peer: Hashable, Sendable {
    /// What kind of thing it is.
    package enum Kind: Sendable, Hashable {
        /// Where the program keeps its state.
        case disk
        /// A folder of the person's, perhaps on another machine.
        case folder
        case server
        /// A program that plays music.
        case player
        /// A message bus.
        case bus
        /// The program's own way from a frame to the mood.
        case pipe
    }

    package let kind: Kind
    /// A path, a server's name, or how people call it.
    package let name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

/// The calls that have not returned yet, so that a peer that does not answer can be named. A call that hangs in the kernel
/// cannot be ended, and says nothing by itself.
package final class OpenCalls: Sendable {
    /// One call; ended once.
    package struct Call: Sendable, Hashable {
        fileprivate let number: Int
    }

    private struct State {
        var count = 0
        var open: [Int: (peer: Peer, since: Double)] = [:]
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Double

    /// - Parameter now: seconds on a clock that stands still while the machine sleeps.
    package init(now: @escaping @Sendable () -> Double = monotonicSeconds) {
        self.now = now
    }

    /// A call begins. For one that ends on another thread; else `during` is simpler.
    package func begin(_ peer: Peer) -> Call {
        let moment = now()
        return state.withLock { state in
            state.count += 1
            state.open[state.count] = (peer, moment)
            return Call(number: state.count)
        }
    }

    /// A call has returned, in whatever way.
    package func end(_ call: Call) {
        state.withLock { $0.open[call.number] = nil }
    }

    /// Runs `body`, which calls `peer`.
    package func during<Result, Failure: Error>(
        _ peer: Peer, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let call = begin(peer)
        defer { end(call) }
        return try body()
    }

    /// The peers of calls that have been open for more than so many seconds, each once, the longest silent first.
    package func unanswered(for seconds: Double) -> [Peer] {
        let moment = now()
        var calls = state.withLock { $0.open.values.filter { moment - $0.since > seconds } }
        calls.sort { $0.since < $1.since }
        var peers: [Peer] = []
        for call in calls where !peers.contains(call.peer) { peers.append(call.peer) }
        return peers
    }

    /// For how many seconds the oldest open call to a peer of this kind has had no answer; 0 where none is open.
    package func silence(of kind: Peer.Kind) -> Double {
        let moment = now()
        let since = state.withLock { $0.open.values.lazy.filter { $0.peer.kind == kind }.map(\.since).min() }
        return since.map { max(0, moment - $0) } ?? 0
    }
}
