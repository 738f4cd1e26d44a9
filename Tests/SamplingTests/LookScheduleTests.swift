import Media
import Sampling
import Testing

@Suite struct LookScheduleTests {
    @Test func lateLooksDoNotDelayTheSchedule() {
        var schedule = LookSchedule(looksPerSecond: 2)
        #expect(schedule.next == nil)
        schedule.looked(at: .init(seconds: 10))
        #expect(schedule.next == .init(seconds: 10.5))
        schedule.looked(at: .init(seconds: 10.53))
        #expect(schedule.next == .init(seconds: 11))
    }

    @Test func scheduleRestartsAfterAGap() {
        var schedule = LookSchedule(looksPerSecond: 2)
        schedule.looked(at: .init(seconds: 10))
        schedule.looked(at: .init(seconds: 40))
        #expect(schedule.next == .init(seconds: 40.5))
        schedule.looked(at: .init(seconds: 3))
        #expect(schedule.next == .init(seconds: 3.5))
    }
}
