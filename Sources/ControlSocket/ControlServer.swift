import Glibc
import Platform
import Synchronization

/// Serves the control interface on a listening socket, on a thread of its own.
package final class ControlServer: Sendable {
    private let mailbox: ServerMailbox
    private let thread: Mutex<SystemThread?>

    private init(mailbox: ServerMailbox, thread: SystemThread) {
        self.mailbox = mailbox
        self.thread = Mutex(thread)
    }

    deinit {
        stop()
    }

    /// Starts serving; when this returns, clients are answered.
    ///
    /// - Throws: `ListenError` if the system grants neither thread nor wake-up descriptor.
    package static func start(
        on listener: ListeningSocket, service: any ControlService, identity: ServiceIdentity,
        limits: ServerLimits = ServerLimits(), access: ControlAccess = .owner()
    ) throws(ListenError) -> ControlServer {
        raiseDescriptorLimit(to: limits.clients + 256)
        let limits = limits.leaving(descriptors: descriptorLimit())
        let mailbox = try ServerMailbox()
        let dispatcher = ControlDispatcher(service: service, identity: identity)
        do throws(Errno) {
            let thread = try SystemThread(named: "control-socket") {
                let loop = ServerLoop(
                    listener: listener, mailbox: mailbox, dispatcher: dispatcher, limits: limits, access: access)
                loop.run()
            }
            return ControlServer(mailbox: mailbox, thread: thread)
        } catch {
            throw .failed(doing: "start", path: "the control socket's thread", error)
        }
    }

    /// Hangs up on every client and removes the socket; returns when that is done, within milliseconds.
    package func stop() {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let running else { return }
        mailbox.post(.stop)
        running.join()
    }

    /// Clients need a descriptor each, and the usual soft limit is 1,024 for the whole process.
    private static func raiseDescriptorLimit(to wanted: Int) {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(wanted) else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(wanted))
        setrlimit(resource, &limit)
    }

    /// How many descriptors the process may have; nil where the kernel does not say.
    private static func descriptorLimit() -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur)
    }
}
