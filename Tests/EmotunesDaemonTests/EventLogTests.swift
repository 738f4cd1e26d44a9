import Foundation
import StateStore
import Testing

@testable import EmotunesDaemon

@Suite struct EventLogTests {
    private let queue = MoodHistoryQueue.ofHistory()
    private let clock = SetClock(PipeFixture.date)
    private var log: EventLog { EventLog(queue, now: { [clock] in clock.now }) }

    private var noted: [EventRecord] {
        queue.takeAll().compactMap { if case .event(let event) = $0 { event } else { nil } }
    }

    @Test func whatIsSaidAgainIsNotNoted() {
        let log = log
        for text in ["busy", "busy", "free", "busy"] { log.note(.camera, "busy", text) }
        #expect(noted.map(\.text) == ["busy", "free", "busy"])
        // Of another target it is news.
        for target in ["file", "spotify", "file"] { log.note(.publishing, "published", subject: target, "playlist 1") }
        #expect(noted.map(\.subject) == ["file", "spotify"])
    }

    @Test func nearShiftsAndReloadsAreNotedEveryTime() {
        let log = log
        for _ in 0..<2 {
            log.note(.mood, "nearly", subject: "sad", "nearly")
            log.note(.settings, "taken", "configuration taken over from a file")
        }
        #expect(noted.count == 4)
    }

    /// A loose plug: the camera comes and goes every second for an hour.
    @Test func whatChangesAllTheTimeIsNotKeptOneByOne() {
        let log = log
        for second in 0..<3600 {
            clock.set(PipeFixture.date + Double(second))
            log.note(.camera, second % 2 == 0 ? "missing" : "streaming", "\(second % 2)")
        }
        let events = noted
        #expect(events.count > 60 && events.count < 200)
        #expect(events.contains { $0.text.hasSuffix("not every change was kept") })
        // Others are kept meanwhile.
        log.note(.presence, "away", "nobody at the desk")
        #expect(noted.count == 1)
    }

    @Test func aMomentThatIsGivenIsKept() {
        log.note(.presence, "away", "nobody", at: PipeFixture.date - 60)
        #expect(noted.first?.at == PipeFixture.date - 60)
    }

    @Test func aLongLogIsToldOnceUntilItIsFoldedIn() {
        let watch = LogWatch()
        #expect(watch.sentence(logBytes: 4 << 20) == nil)
        #expect(watch.sentence(logBytes: 40 << 20)?.contains("takes 40 MB") == true)
        #expect(watch.sentence(logBytes: 50 << 20) == nil)
        #expect(watch.sentence(logBytes: 1 << 20) == nil)
        #expect(watch.sentence(logBytes: 60 << 20) != nil)
    }
}
