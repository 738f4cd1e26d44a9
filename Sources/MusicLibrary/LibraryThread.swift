import CLinux
import Glibc
import Platform

/// Threads that look through music: whatever else the machine has to do comes first.
enum LibraryThread {
    /// The lowest priority there is; the kernel takes that of the disk from it.
    private static let niceness: Int32 = 19

    /// Runs `body` on a thread of its own.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        SystemThread.detached(named: name) {
            // Of this thread alone: Linux counts each thread as a process here. Where it is forbidden, the thread goes on
            // as it is.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
            body()
        }
    }
}

/// After work that took much memory for a moment, the rest of a day goes on with as little as before.
func giveMemoryBack() { emotunes_trim_memory() }
