import CLinux
import Platform

/// Threads that look through music: whatever else the machine has to do comes first.
enum LibraryThread {
    /// Runs `body` on a thread of its own.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        // The lowest priority there is; the kernel takes that of the disk from it.
        SystemThread.detached(named: name, niceness: 19, body)
    }
}

/// After work that took much memory for a moment, the rest of a day goes on with as little as before.
func giveMemoryBack() { emotunes_trim_memory() }
