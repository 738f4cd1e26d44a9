import Emotions
import Media
import MoodTracking
import TestSupport
import Testing

/// Shifts that were nearly made, and what held them back.
@Suite struct NearShiftTests {
    private func play(
        _ engine: inout MoodEngine, _ scores: EmotionScores?, from start: Double, seconds: Double
    ) -> [MoodEvent] {
        stride(from: start, to: start + seconds, by: 0.5).flatMap { time in
            engine.observe(scores, pose: restless(at: time), at: MediaTime(seconds: time))
        }
    }

    private func near(_ events: [MoodEvent]) -> [NearShift] {
        events.compactMap { if case .nearly(let near) = $0 { near } else { nil } }
    }

    private func count(ofShifts events: [MoodEvent]) -> Int {
        events.count { if case .shifted = $0 { true } else { false } }
    }

    /// Neutral for a minute, happy for so long, and neutral again.
    private func happyFor(_ seconds: Double, _ policy: MoodPolicy) -> [MoodEvent] {
        var engine = MoodEngine(policy: policy, model: .shipped)
        var events = play(&engine, .mostly(.neutral), from: 0, seconds: 60)
        events += play(&engine, .mostly(.happy, 0.95), from: 60, seconds: seconds)
        return events + play(&engine, .mostly(.neutral), from: 60 + seconds, seconds: 90)
    }

    @Test func aMoodThatDoesNotLastIsHeldBackByTheDwellTime() throws {
        let events = happyFor(25, MoodPolicy(dwellSeconds: 200))
        #expect(count(ofShifts: events) == 0)
        let near = try #require(near(events).first)
        #expect(near.hindrance == .dwell)
        #expect((near.from, near.to) == (.neutral, .happy))
        #expect(near.at.seconds >= 60 && near.at.seconds <= 90)
        #expect(near.why.hasPrefix("nearly a shift from neutral to happy: it held for "))
        #expect(near.why.hasSuffix("and 200 s are asked for (mood.dwell_seconds)"))
    }

    @Test func aMoodThatIsNotFarEnoughIsHeldBackByTheThreshold() throws {
        let near = try #require(near(happyFor(25, MoodPolicy(threshold: 1))).first)
        #expect(near.hindrance == .threshold)
        #expect(near.distance < 1 && near.distance >= 0.6)
        #expect(near.why.hasSuffix("of the way to happy, and 100 % are asked for (mood.threshold)"))
    }

    @Test func aMoodThatComesTooSoonIsHeldBackByTheCooldown() throws {
        var engine = MoodEngine(policy: MoodPolicy(cooldownSeconds: 600), model: .shipped)
        var events = play(&engine, .mostly(.neutral), from: 0, seconds: 60)
        events += play(&engine, .mostly(.happy, 0.95), from: 60, seconds: 60)
        #expect(count(ofShifts: events) == 1)
        events = play(&engine, .mostly(.sad, 0.95), from: 120, seconds: 60)
        events += play(&engine, .mostly(.happy, 0.95), from: 180, seconds: 90)
        #expect(count(ofShifts: events) == 0)
        let found = near(events)
        #expect(found.map(\.hindrance) == [.cooldown])
        #expect(found.first?.to == .sad)
    }

    @Test func aPersonWhoLeavesEndsIt() throws {
        var engine = MoodEngine(policy: MoodPolicy(dwellSeconds: 200), model: .shipped)
        _ = play(&engine, .mostly(.neutral), from: 0, seconds: 60)
        _ = play(&engine, .mostly(.happy, 0.95), from: 60, seconds: 25)
        #expect(near(play(&engine, nil, from: 85, seconds: 30)).map(\.hindrance) == [.left])
    }

    /// What was a shift was not nearly one, and a face that stays as it is comes near to none.
    @Test func shiftsAndQuietAreNotTold() {
        #expect(near(happyFor(0, MoodPolicy())).isEmpty)
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        _ = play(&engine, .mostly(.neutral), from: 0, seconds: 60)
        let events = play(&engine, .mostly(.happy, 0.95), from: 60, seconds: 120)
        #expect(count(ofShifts: events) == 1)
        #expect(near(events).isEmpty)
    }
}
