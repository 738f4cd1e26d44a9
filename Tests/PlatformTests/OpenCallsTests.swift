import Dispatch
import Platform
import Synchronization
import Testing

@Suite struct OpenCallsTests {
    /// A clock that the test sets.
    private final class Clock: Sendable {
        private let seconds = Mutex(0.0)

        var now: Double {
            get { seconds.withLock { $0 } }
            set { seconds.withLock { $0 = newValue } }
        }
    }

    private let disk = Peer(.disk, "/state"), music = Peer(.folder, "/music")

    @Test func aPeerIsNamedOnceWhileItsCallsHaveNoAnswer() {
        let clock = Clock()
        let calls = OpenCalls(now: { clock.now })
        let first = calls.begin(disk)
        clock.now = 5
        let second = calls.begin(music), third = calls.begin(disk)
        clock.now = 10
        #expect(calls.unanswered(for: 10) == [])
        clock.now = 16
        #expect(calls.unanswered(for: 10) == [disk, music])
        calls.end(first)
        #expect(Set(calls.unanswered(for: 10)) == [disk, music])
        calls.end(third)
        #expect(calls.unanswered(for: 10) == [music])
        calls.end(second)
        #expect(calls.unanswered(for: 0) == [])
    }

    @Test func silenceIsThatOfTheOldestCallOfItsKind() {
        let clock = Clock()
        let calls = OpenCalls(now: { clock.now })
        #expect(calls.silence(of: .disk) == 0)
        let first = calls.begin(disk)
        clock.now = 3
        _ = calls.begin(disk)
        clock.now = 7
        #expect(calls.silence(of: .disk) == 7)
        #expect(calls.silence(of: .folder) == 0)
        calls.end(first)
        #expect(calls.silence(of: .disk) == 4)
    }

    @Test func aCallThatThrowsHasEnded() {
        let calls = OpenCalls()
        #expect(throws: Errno.self) {
            try calls.during(disk) { () throws(Errno) in throw Errno(5) }
        }
        #expect(calls.during(disk) { calls.unanswered(for: -1) } == [disk])
        #expect(calls.unanswered(for: -1) == [])
    }
}

@Suite struct LatestAnswerTests {
    /// A call that waits until it is let go, each time anew.
    private final class Gate: Sendable {
        let open = DispatchSemaphore(value: 0)
        private let count = Mutex(0)
        var calls: Int { count.withLock { $0 } }

        func call() -> Int {
            open.wait()
            return count.withLock {
                $0 += 1
                return $0
            }
        }
    }

    @Test func whoeverAsksIsNotHeldUpByACallThatHangs() async {
        let gate = Gate()
        let late = AsyncStream<Int>.makeStream()
        let answer = LatestAnswer(label: "test", late: { late.continuation.yield($0) }, call: gate.call)
        let first = await answer.ask(patience: 0)
        #expect(first.value == nil && !first.isFresh)
        // One call at a time, however many ask.
        let second = await answer.ask(patience: 0)
        #expect(second.value == nil && !second.isFresh)
        gate.open.signal()
        var told = late.stream.makeAsyncIterator()
        #expect(await told.next() == 1)
        let third = await answer.ask(patience: 0)
        #expect(third.value == 1 && !third.isFresh)
        gate.open.signal()
        #expect(await told.next() == 2)
        #expect(gate.calls == 2)
    }

    @Test func thoseWhoAskDuringACallAreGivenWhatItSays() async {
        let gate = Gate()
        let answer = LatestAnswer(
            label: "test", late: { _ in Issue.record("someone was given up on") }, call: gate.call)
        async let first = answer.ask(patience: nil)
        async let second = answer.ask(patience: nil)
        gate.open.signal()
        gate.open.signal()
        let values = await [first, second]
        #expect(values.allSatisfy { $0.isFresh && ($0.value == 1 || $0.value == 2) })
    }
}
