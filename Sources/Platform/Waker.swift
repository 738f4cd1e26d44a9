import CLinux
import Glibc

/// Ends another thread's wait in `poll`: an event counter of the kernel's (eventfd).
package final class Waker: Sendable {
    /// Readable from a call of `wake` until the next `clear`; for `poll` only.
    package let descriptor: Int32

    /// - Throws: `EMFILE` or `ENFILE` when no descriptor is left.
    package init() throws(Errno) {
        descriptor = try retrying { emotunes_eventfd() }.get()
    }

    deinit {
        close(descriptor)
    }

    /// Ends the present wait, or the next one where there is none. Several calls are as one. Callable from any thread,
    /// never blocks.
    package func wake() {
        var one: UInt64 = 1
        // The counter overflows after 2⁶⁴ − 2 calls only.
        _ = retrying { write(descriptor, &one, 8) }
    }

    /// Makes the descriptor unreadable again.
    ///
    /// - Returns: whether `wake` was called since the last time.
    @discardableResult
    package func clear() -> Bool {
        var count: UInt64 = 0
        if case .success = retrying({ Glibc.read(descriptor, &count, 8) }) { return true }
        return false
    }
}
