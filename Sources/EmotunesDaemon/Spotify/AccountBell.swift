/// Who is asleep, and who waits for rest.
struct AccountBell {
    var isRung = false
    var sleeper: CheckedContinuation<Void, Never>?
    var idle: [CheckedContinuation<Void, Never>] = []

    mutating func wake() {
        sleeper?.resume()
        sleeper = nil
    }

    mutating func settle() {
        for waiting in idle { waiting.resume() }
        idle = []
    }
}
