import CLinux

/// Whether other processes may read this one's memory.
enum ProcessMemory {
    static var isReadable: Bool { emotunes_is_dumpable() == 1 }

    /// Whether a debugger of the same user may attach and `/proc/PID/mem` may be opened. Also decides about core files.
    static func setReadable(_ isReadable: Bool) {
        _ = emotunes_set_dumpable(isReadable ? 1 : 0)
    }
}
