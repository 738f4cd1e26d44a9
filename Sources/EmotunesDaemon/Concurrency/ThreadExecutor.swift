import Dispatch
import Platform
import Synchronization

/// Runs the tasks that prefer it one job at a time on a thread of its own, which lasts as long as the process. The pool that
/// tasks share otherwise has a thread a core: a few calls that hang would stop all of it.
final class ThreadExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let waiting = DispatchSemaphore(value: 0)

    /// - Parameter name: the thread's, 15 bytes at most.
    init(name: String) {
        SystemThread.detached(named: name) { [self] in
            while true {
                waiting.wait()
                if let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                    job.runSynchronously(on: asUnownedTaskExecutor())
                }
            }
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        waiting.signal()
    }
}
