import Glibc

/// Asks again and again until there is an answer: for processes outside the test, which tell of nothing.
///
/// - Returns: The answer; nil if none came in so many seconds.
package func polled<Value>(seconds: Int = 30, _ look: () throws -> Value?) rethrows -> Value? {
    let end = ContinuousClock.now + .seconds(seconds)
    repeat {
        if let value = try look() { return value }
        usleep(20_000)
    } while ContinuousClock.now < end
    return nil
}
