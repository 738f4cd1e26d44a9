import SpotifyWebAPI
import Synchronization

/// A transport that can keep an answer back after the server has given it, as a slow line does.
final class HeldTransport: HTTPTransport {
    private struct State {
        var isHolding = false
        var held: [CheckedContinuation<Void, Never>] = []
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let transport = CurlTransport(userAgent: "EmoTunes/test")

    /// The next answer is kept back; those after it are not.
    func hold() { state.withLock { $0.isHolding = true } }

    /// Waits until an answer is kept back.
    func untilHeld() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.held.isEmpty { state.watchers.append(continuation) }
                return !state.held.isEmpty
            }
            if isThere { continuation.resume() }
        }
    }

    /// Lets it through.
    func release() {
        let held = state.withLock { state in
            defer { state = State() }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let response = try await transport.send(request)
        await withCheckedContinuation { continuation in
            let watchers: [CheckedContinuation<Void, Never>]? = state.withLock { state in
                guard state.isHolding else { return nil }
                state.isHolding = false
                state.held.append(continuation)
                defer { state.watchers = [] }
                return state.watchers
            }
            guard let watchers else { return continuation.resume() }
            for watcher in watchers { watcher.resume() }
        }
        return response
    }
}
