import Dispatch
import Foundation
import Platform
import Synchronization
import Testing

@Suite struct SystemThreadTests {
    private final class Note: Sendable {
        let text = Mutex("")
    }

    @Test func threadHasItsNameAndNoSignals() throws {
        let note = Note()
        let thread = try SystemThread(named: "fifteen-letters") {
            let name = (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? ""
            var blocked = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &blocked)
            note.text.withLock { $0 = name + "\(sigismember(&blocked, SIGTERM))" }
        }
        thread.join()
        #expect(note.text.withLock { $0 } == "fifteen-letters\n1")
    }

    @Test func stackThatNobodyCanHaveIsAnError() {
        #expect(throws: Errno.self) { try SystemThread(named: "large", stackSize: 1 << 60) {} }
    }

    /// Dispatch does the job of a thread that is not granted.
    @Test(.timeLimit(.minutes(1)), arguments: [1 << 20, 1 << 60]) func detachedJobIsDone(stackSize: Int) async {
        await withCheckedContinuation { continuation in
            SystemThread.detached(named: "job", stackSize: stackSize) { continuation.resume() }
        }
    }
}
