import Synchronization
import Testing
import VideoCapture

@Suite struct WakeUpTests {
    private final class Clock: Sendable {
        let seconds = Mutex(100.0)
        func pass(_ more: Double) { seconds.withLock { $0 += more } }
    }

    @Test func workWithoutASignOfLifeIsSilence() throws {
        let clock = Clock()
        let bell = try WakeUp(now: { clock.seconds.withLock { $0 } })
        #expect(bell.silence == 0)
        bell.noteProgress()
        clock.pass(12)
        #expect(bell.silence == 12)
        bell.noteProgress()
        clock.pass(3)
        #expect(bell.silence == 3)
    }

    @Test func waitingEndsSilenceAndWorkBeginsAfterIt() throws {
        let clock = Clock()
        let bell = try WakeUp(now: { clock.seconds.withLock { $0 } })
        bell.noteProgress()
        clock.pass(12)
        #expect(bell.wait(seconds: 0) == .timedOut)
        #expect(bell.silence == 0)
        clock.pass(5)
        #expect(bell.silence == 5)
        bell.rest()
        clock.pass(60)
        #expect(bell.silence == 0)
    }
}
