/// The account's sleeping loop, and the callers that wait until it is idle.
struct AccountWaker {
    /// Woken since the loop last slept.
    var isWoken = false
    var sleeper: CheckedContinuation<Void, Never>?
    var idle: [CheckedContinuation<Void, Never>] = []

    mutating func wake() {
        isWoken = true
        sleeper?.resume()
        sleeper = nil
    }

    mutating func settle() {
        for waiting in idle { waiting.resume() }
        idle = []
    }
}
