import Foundation
import Synchronization
package import Testing

/// Runs each test on a thread of its own, for tests that wait in system calls or compute for long: the few threads Swift
/// shares among all tasks, one a core, stay free for what they wait for.
package struct OwnThread: TestTrait, SuiteTrait, TestScoping {
    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        // A suite's scope only holds its tests' scopes.
        guard testCase != nil else { return try await function() }
        let executor = ThreadExecutor()
        defer { executor.stop() }
        try await withTaskExecutorPreference(executor) { try await function() }
    }
}

extension Trait where Self == OwnThread {
    package static var ownThread: OwnThread { OwnThread() }
}

/// A real thread, not a dispatch queue: queues draw on the same few threads as the shared pool.
private final class ThreadExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let isStopped = Atomic(false)
    private let waiting = DispatchSemaphore(value: 0)

    init() {
        let thread = Thread { [self] in run() }
        thread.stackSize = 4 << 20
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        waiting.signal()
    }

    func stop() {
        isStopped.store(true, ordering: .releasing)
        waiting.signal()
    }

    private func run() {
        while true {
            waiting.wait()
            if let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                job.runSynchronously(on: asUnownedTaskExecutor())
            } else if isStopped.load(ordering: .acquiring) {
                return
            }
        }
    }
}
