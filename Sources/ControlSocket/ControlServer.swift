import CLinux
import Glibc
import Platform
import Synchronization

/// Serves the control interface on a listening socket, on a thread of its own.
package final class ControlServer: Sendable {
    private let mailbox: ServerMailbox
    private let thread: Mutex<pthread_t?>

    private init(mailbox: ServerMailbox, thread: pthread_t) {
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
        let thread = try startThread {
            emotunes_prepare_thread("control-socket")
            let loop = ServerLoop(
                listener: listener, mailbox: mailbox, dispatcher: dispatcher, limits: limits, access: access)
            loop.run()
        }
        return ControlServer(mailbox: mailbox, thread: thread)
    }

    /// Hangs up on every client and removes the socket; returns when that is done, within milliseconds.
    package func stop() {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let running else { return }
        mailbox.post(.stop)
        pthread_join(running, nil)
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

    private static func startThread(_ body: @escaping @Sendable () -> Void) throws(ListenError) -> pthread_t {
        final class Box {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        let box = Unmanaged.passRetained(Box(body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, box.toOpaque())
        guard result == 0 else {
            box.release()
            throw .failed(doing: "start", path: "the control socket's thread", Errno(result))
        }
        return thread
    }
}
