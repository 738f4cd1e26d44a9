import Dispatch
import Glibc
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
            var name = [CChar](repeating: 0, count: 32)
            pthread_getname_np(pthread_self(), &name, name.count)
            var blocked = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &blocked)
            let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            note.text.withLock { $0 = "\(text) \(sigismember(&blocked, SIGTERM))" }
        }
        thread.join()
        #expect(note.text.withLock { $0 } == "fifteen-letters 1")
    }

    @Test func stackThatNobodyCanHaveIsAnError() {
        #expect(throws: Errno.self) { try SystemThread(named: "large", stackSize: 1 << 60) {} }
    }

    /// Dispatch does the job of a thread that is not granted.
    @Test(arguments: [1 << 20, 1 << 60]) func detachedJobIsDone(stackSize: Int) async {
        await withCheckedContinuation { continuation in
            SystemThread.detached(named: "job", stackSize: stackSize) { continuation.resume() }
        }
    }
}
