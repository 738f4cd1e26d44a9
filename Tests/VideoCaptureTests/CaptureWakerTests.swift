import Glibc
import Platform
import Synchronization
import Testing
import VideoCapture

@Suite struct CaptureWakerTests {
    private final class Clock: Sendable {
        let seconds = Mutex(100.0)
        func pass(_ more: Double) { seconds.withLock { $0 += more } }
    }

    @Test func wakeEndsOneWaitAndIsConsumed() throws {
        let waker = try CaptureWaker()
        #expect(waker.wait(seconds: 0) == .timedOut)
        waker.wake()
        waker.wake()
        #expect(waker.wait(seconds: 60) == .woken)
        #expect(waker.wait(seconds: 0) == .timedOut)
    }

    @Test func readableDescriptorsEndTheWait() throws {
        let waker = try CaptureWaker()
        let other = try Waker()
        #expect(waker.wait(seconds: 0, other: other.descriptor, events: POLLIN) == .timedOut)
        other.wake()
        #expect(waker.wait(seconds: 60, other: other.descriptor, events: POLLIN) == .ready)
        #expect(waker.wait(seconds: 60, watched: other.descriptor) == .noticed)
        waker.wake()
        #expect(waker.wait(seconds: 60, watched: other.descriptor) == .woken)
    }

    @Test func closedPipeIsReportedAsHungUp() throws {
        let waker = try CaptureWaker()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        close(ends[1])
        #expect(waker.wait(seconds: 60, other: ends[0]) == .hungUp)
    }

    @Test func workWithoutProgressIsSilence() throws {
        let clock = Clock()
        let waker = try CaptureWaker(now: { clock.seconds.withLock { $0 } })
        #expect(waker.silence == 0)
        waker.noteProgress()
        clock.pass(12)
        #expect(waker.silence == 12)
        waker.noteProgress()
        clock.pass(3)
        #expect(waker.silence == 3)
    }

    @Test func waitEndsSilenceAndWorkBeginsAfterIt() throws {
        let clock = Clock()
        let waker = try CaptureWaker(now: { clock.seconds.withLock { $0 } })
        waker.noteProgress()
        clock.pass(12)
        #expect(waker.wait(seconds: 0) == .timedOut)
        #expect(waker.silence == 0)
        clock.pass(5)
        #expect(waker.silence == 5)
        waker.rest()
        clock.pass(60)
        #expect(waker.silence == 0)
    }
}
