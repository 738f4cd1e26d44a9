import Media
import Sampling
import Testing
import VideoCapture

@Suite struct FrameClockTests {
    /// How a driver stamps the frame of that number, which arrives at that moment.
    struct Driver: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let stamp: @Sendable (_ number: Int, _ arrival: Double) -> Double?

        init(_ name: String, _ stamp: @escaping @Sendable (Int, Double) -> Double?) {
            testDescription = name
            self.stamp = stamp
        }
    }

    private static let framesPerSecond = 30.0
    /// When the first frame arrives, in seconds since the machine was started.
    private static let began = 5000.0

    private static let sound = Driver("sound") { $1 - 0.04 }
    private static let odd = [
        Driver("none") { _, _ in nil },
        Driver("wall-clock time") { 1_700_000_000 + $1 },
        Driver("600 s ahead for ten frames") { $1 - 0.04 + (300..<310 ~= $0 ? 600 : 0) },
        Driver("600 s behind for ten frames") { $1 - 0.04 - (300..<310 ~= $0 ? 600 : 0) },
        Driver("one second late") { $1 - 1 },
        Driver("half a second late, more or less") { $1 - 0.5 + ($0.isMultiple(of: 7) ? 0.01 : -0.01) },
        Driver("always the same") { _, _ in began },
        Driver("zero") { _, _ in 0 },
        Driver("negative") { -$1 },
        Driver("backwards") { began - ($1 - began) },
        Driver("backwards by little") { number, _ in began - Double(number) * 1e-4 },
        Driver("no number") { _, _ in .nan },
        Driver("infinite") { _, _ in .infinity },
        Driver("at half the speed") { began + ($1 - began) / 2 },
        Driver("at twice the speed") { began + ($1 - began) * 2 },
    ]

    /// The media time of each look in a minute, and when the frame arrived: as the watching thread takes them.
    private func looks(_ driver: Driver) -> [(time: MediaTime, arrival: Double)] {
        var clock = FrameClock(), schedule = LookSchedule(looksPerSecond: 2)
        var looks: [(time: MediaTime, arrival: Double)] = []
        for number in 0..<Int(60 * Self.framesPerSecond) {
            let arrival = Self.began + Double(number) / Self.framesPerSecond
            if let next = schedule.next, arrival < next.seconds { continue }
            looks.append((clock.time(stamp: driver.stamp(number, arrival), arrival: arrival), arrival))
            schedule.looked(at: MediaTime(seconds: arrival))
        }
        return looks
    }

    @Test(arguments: odd) func wrongStampsCostNoLookAndMakeNone(driver: Driver) {
        let usual = Double(looks(Self.sound).count)
        let found = Double(looks(driver).count)
        #expect(usual == 120)
        #expect(abs(found - usual) <= usual / 10)
    }

    @Test(arguments: odd + [sound]) func mediaTimeNeverGoesBackAndStaysNearTheArrival(driver: Driver) {
        let looks = looks(driver)
        for (before, after) in zip(looks, looks.dropFirst()) { #expect(before.time <= after.time) }
        for look in looks { #expect(abs(look.time.seconds - look.arrival) <= 0.5) }
    }

    @Test func soundStampsAreTheMediaTime() {
        #expect(looks(Self.sound).allSatisfy { abs($0.time.seconds - ($0.arrival - 0.04)) < 1e-9 })
    }

    @Test func faultIsNamedAndForgottenAMinuteAfterTheLastBadStamp() {
        var clock = FrameClock()
        _ = clock.time(stamp: 99.9, arrival: 100)
        #expect(clock.fault(at: 100) == nil)
        _ = clock.time(stamp: 700, arrival: 101)
        #expect(clock.fault(at: 101) == .elsewhere)
        _ = clock.time(stamp: nil, arrival: 102)
        #expect(clock.fault(at: 102) == .missing)
        _ = clock.time(stamp: 103, arrival: 103)
        _ = clock.time(stamp: 103, arrival: 103.2)
        #expect(clock.fault(at: 104) == .still)
        _ = clock.time(stamp: 150, arrival: 150)
        #expect(clock.fault(at: 150) == .still)
        #expect(clock.fault(at: 164) == nil)
    }
}
