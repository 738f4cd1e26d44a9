import CLinux
import Dispatch
import Glibc

/// A thread of the kernel's with one job: calls that may block have no place on the pool that tasks share. It leaves all
/// signals to other threads.
package struct SystemThread: Sendable {
    private let handle: pthread_t

    /// Starts a thread that has to be joined.
    ///
    /// - Parameters:
    ///   - name: as tools show it, 15 bytes at most.
    ///   - stackSize: in bytes.
    ///   - niceness: 19 comes after all else, for the disk too; where the system forbids it, the thread goes on as it is.
    /// - Throws: `Errno`, where the system grants no more threads.
    package init(
        named name: String, stackSize: Int = 1 << 20, niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void
    ) throws(Errno) {
        let job = Unmanaged.passRetained(Job(name: name, niceness: niceness, body: body))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        var thread = pthread_t()
        let result = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                let job = Unmanaged<Job>.fromOpaque(context).takeRetainedValue()
                emotunes_prepare_thread(job.name)
                // Of this thread alone: Linux counts each thread as a process here.
                if job.niceness != 0 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, job.niceness) }
                job.body()
                return nil
            }, job.toOpaque())
        guard result == 0 else {
            job.release()
            throw Errno(result)
        }
        handle = thread
    }

    /// Waits for its end. Once at most.
    package func join() { pthread_join(handle, nil) }

    /// Starts a thread that is not joined. Where the system grants none, Dispatch's pool does the job, as soon as it has
    /// a thread for it.
    package static func detached(
        named name: String, stackSize: Int = 1 << 20, niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void
    ) {
        do {
            pthread_detach(try SystemThread(named: name, stackSize: stackSize, niceness: niceness, body).handle)
        } catch {
            DispatchQueue.global().async(execute: body)
        }
    }

    private final class Job: Sendable {
        let name: String
        let niceness: Int32
        let body: @Sendable () -> Void

        init(name: String, niceness: Int32, body: @escaping @Sendable () -> Void) {
            (self.name, self.niceness, self.body) = (name, niceness, body)
        }
    }
}
