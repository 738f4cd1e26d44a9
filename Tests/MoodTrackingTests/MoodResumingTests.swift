import Emotions
import Media
import MoodTracking
import TestSupport
import Testing

@Suite struct MoodResumingTests {
    private func play(
        _ engine: inout MoodEngine, _ emotion: Emotion, from start: Double, seconds: Double
    ) -> [(Double, MoodEvent)] {
        stride(from: start, to: start + seconds, by: 0.5).flatMap { time in
            engine.observe(.mostly(emotion), pose: restless(at: time), at: MediaTime(seconds: time)).map {
                (time, $0)
            }
        }
    }

    /// Two minutes in which the mood went from neutral to happy.
    private func shifted(_ policy: MoodPolicy = MoodPolicy()) throws -> MoodEngine {
        var engine = MoodEngine(policy: policy, model: .shipped)
        _ = play(&engine, .neutral, from: 1000, seconds: 60)
        let events = play(&engine, .happy, from: 1060, seconds: 60)
        try #require(events.contains { if case .shifted = $0.1 { true } else { false } })
        return engine
    }

    @Test func thereIsNothingToKeepBeforeTheFirstMood() {
        #expect(MoodEngine(policy: MoodPolicy(), model: .shipped).memory == nil)
    }

    @Test func moodAndConfidenceAreThereBeforeTheFirstLook() throws {
        let before = try shifted()
        var after = MoodEngine(policy: MoodPolicy(), model: .shipped, playlistMood: .happy)
        after.resume(try #require(before.memory))
        #expect(after.mood?.name == .happy)
        #expect(abs(after.confidence - before.confidence) < 1e-9)
        #expect(after.memory?.mood == before.memory?.mood && after.memory?.since == before.memory?.since)
        #expect(after.memory?.lastShift == before.memory?.lastShift)
        #expect(after.distance == 0)
    }

    @Test func theSameMoodAfterwardsIsNoEvent() throws {
        var after = MoodEngine(policy: MoodPolicy(), model: .shipped, playlistMood: .happy)
        after.resume(try #require(try shifted().memory))
        #expect(play(&after, .happy, from: 1130, seconds: 120).isEmpty)
    }

    @Test func theCooldownGoesOn() throws {
        let policy = MoodPolicy(cooldownSeconds: 600)
        let memory = try #require(try shifted(policy).memory)
        let shift = try #require(memory.lastShift)
        func firstShift(_ memory: MoodEngine.Memory) -> Double? {
            var engine = MoodEngine(policy: policy, model: .shipped, playlistMood: .happy)
            engine.resume(memory)
            return play(&engine, .sad, from: 1130, seconds: 900)
                .first { if case .shifted = $0.1 { true } else { false } }?.0
        }
        #expect(firstShift(memory) == shift.seconds + 600)
        // And without it the shift would have come at once.
        var forgotten = memory
        forgotten.lastShift = nil
        #expect((firstShift(forgotten) ?? .infinity) < 1200)
    }

    @Test func aShiftNeedsFreshEvidence() throws {
        var after = MoodEngine(policy: MoodPolicy(cooldownSeconds: 0), model: .shipped, playlistMood: .happy)
        after.resume(try #require(try shifted().memory))
        #expect(play(&after, .sad, from: 1130, seconds: 19).isEmpty)
    }
}
