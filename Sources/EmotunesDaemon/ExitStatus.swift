import Dispatch
import FoundationEssentials
import Synchronization

/// Hands the exit status from the daemon's task to the thread that `main` waits on. The first one counts.
final class ExitStatus: Sendable {
    private let status = Mutex<Int32?>(nil)
    private let ready = DispatchSemaphore(value: 0)

    func set(_ value: Int32) {
        status.withLock { $0 = $0 ?? value }
        ready.signal()
    }

    /// Blocks until the status is there; for the main thread only, which does nothing else.
    func wait() -> Int32 {
        ready.wait()
        return status.withLock { $0 ?? 0 }
    }
}
