import CSystemd
import Dispatch
import Platform

/// Tells the service manager how the daemon is. Where there is none, nothing happens.
package struct ServiceManager: Sendable {
    private let send: @Sendable (String) -> Void
    /// A clock that counts while the machine is awake, in microseconds: the one the manager compares with.
    private let monotonicMicroseconds: @Sendable () -> UInt64

    /// The one that started this process (`NOTIFY_SOCKET`).
    package init() {
        self.init(
            send: { line in Self.queue.async { sd_notify(0, line) } },
            monotonicMicroseconds: Platform.monotonicMicroseconds)
    }

    /// A manager that takes nothing more must not hold up its callers.
    private static let queue = DispatchQueue(label: "service-manager")

    init(send: @escaping @Sendable (String) -> Void, monotonicMicroseconds: @escaping @Sendable () -> UInt64) {
        self.send = send
        self.monotonicMicroseconds = monotonicMicroseconds
    }

    /// The start is over: what was waiting for us may go on.
    package func ready() { send("READY=1") }

    /// The line `systemctl status` shows.
    package func status(_ line: String) {
        send("STATUS=" + line.replacing("\n", with: " "))
    }

    /// The configuration is being read again; `ready` ends it.
    package func reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds())")
    }

    /// The end has begun.
    package func stopping() { send("STOPPING=1") }

    /// We are alive and getting on. To be called more often than `watchdogInterval`.
    package func feedWatchdog() { send("WATCHDOG=1") }

    /// How long the manager waits for `feedWatchdog` before it restarts us; nil if it does not watch us.
    package static var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        return sd_watchdog_enabled(0, &microseconds) > 0 ? .microseconds(Int64(clamping: microseconds)) : nil
    }
}
