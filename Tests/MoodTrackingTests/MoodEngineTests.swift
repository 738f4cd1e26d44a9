import Emotions
import Media
import MoodTracking
import TestSupport
import Testing

@Suite struct MoodEngineTests {
    /// Plays `emotion` for `seconds` at two looks a second and returns what happened with its time.
    private func play(
        _ engine: inout MoodEngine, _ scores: EmotionScores?, from start: Double, seconds: Double
    ) -> [(Double, MoodEvent)] {
        stride(from: start, to: start + seconds, by: 0.5).flatMap { time in
            engine.observe(scores, pose: restless(at: time), at: MediaTime(seconds: time)).map { (time, $0) }
        }
    }

    private func shifts(_ events: [(Double, MoodEvent)]) -> [MoodShift] {
        events.compactMap { if case .shifted(let shift) = $0.1 { shift } else { nil } }
    }

    @Test func theFirstMoodIsNoShift() {
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        let events = play(&engine, .mostly(.sad), from: 0, seconds: 60)
        #expect(shifts(events).isEmpty)
        #expect(events.count == 1)
        guard case .settled(.sad, let confidence) = events.first?.1 else {
            Issue.record("the first event is \(String(describing: events.first))")
            return
        }
        #expect(confidence > 0.9)
        #expect(events[0].0 >= 19)
        #expect(engine.playlistMood == .sad)
    }

    @Test func aLastingChangeShiftsOnceAndSaysWhy() throws {
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        _ = play(&engine, .mostly(.neutral), from: 0, seconds: 60)
        let found = shifts(play(&engine, .mostly(.happy), from: 60, seconds: 120))
        #expect(found.count == 1)
        let shift = try #require(found.first)
        #expect(shift.from == .neutral)
        #expect(shift.to == .happy)
        #expect(shift.at.seconds > 65 && shift.at.seconds < 100)
        #expect(shift.confidence > 0.7)
        #expect(shift.why.contains("happy rather than neutral"))
        #expect(engine.distance == 0)
    }

    @Test func aSmileOfThreeSecondsIsNoShift() {
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        _ = play(&engine, .mostly(.neutral), from: 0, seconds: 60)
        var found = shifts(play(&engine, .mostly(.happy, 0.95), from: 60, seconds: 3))
        found += shifts(play(&engine, .mostly(.neutral), from: 63, seconds: 60))
        #expect(found.isEmpty)
        #expect(engine.mood?.name == .neutral)
    }

    @Test func theCooldownKeepsAPlaylistForItsTime() {
        var engine = MoodEngine(policy: MoodPolicy(cooldownSeconds: 600), model: .shipped)
        _ = play(&engine, .mostly(.neutral), from: 0, seconds: 60)
        #expect(shifts(play(&engine, .mostly(.happy), from: 60, seconds: 60)).count == 1)
        #expect(shifts(play(&engine, .mostly(.sad), from: 120, seconds: 300)).isEmpty)
        #expect(engine.mood?.name == .sad)
        #expect(engine.distance > 0.6)
        let late = shifts(play(&engine, .mostly(.sad), from: 420, seconds: 400))
        #expect(late.count == 1)
        #expect((late.first?.at.seconds ?? 0) >= 660)
    }

    @Test func nobodyThereHoldsTheMood() {
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        _ = play(&engine, .mostly(.happy), from: 0, seconds: 60)
        let away = play(&engine, nil, from: 60, seconds: 600)
        #expect(away.map(\.1) == [.away])
        #expect(engine.isAway)
        #expect(engine.mood?.name == .happy)
        #expect(engine.window.scores == nil)
        let back = play(&engine, .mostly(.happy), from: 660, seconds: 60)
        #expect(back.map(\.1) == [.back])
    }

    @Test func comingBackInAnotherMoodNeedsFreshEvidence() {
        var engine = MoodEngine(policy: MoodPolicy(cooldownSeconds: 0), model: .shipped)
        _ = play(&engine, .mostly(.happy), from: 0, seconds: 60)
        _ = play(&engine, nil, from: 60, seconds: 600)
        #expect(shifts(play(&engine, .mostly(.sad, 0.95), from: 660, seconds: 15)).isEmpty)
        #expect(shifts(play(&engine, .mostly(.sad, 0.95), from: 675, seconds: 60)).count == 1)
    }

    @Test func theSameStreamGivesTheSameShifts() {
        let script: [(Emotion, Double)] = [(.neutral, 50), (.sad, 80), (.happy, 90), (.neutral, 100)]
        func run() -> [MoodShift] {
            var engine = MoodEngine(policy: MoodPolicy(), model: .shipped), random = SplitMix(state: 7), start = 0.0,
                found: [MoodShift] = []
            for (emotion, seconds) in script {
                for time in stride(from: start, to: start + seconds, by: 0.5) {
                    let noisy = EmotionScores { EmotionScores.mostly(emotion)[$0] * (0.2 + random.unit()) }
                    for case .shifted(let shift) in engine.observe(
                        noisy, pose: restless(at: time), at: .init(seconds: time))
                    {
                        found.append(shift)
                    }
                }
                start += seconds
            }
            return found
        }
        let first = run()
        #expect(first.map(\.to) == [.sad, .happy, .neutral])
        #expect(first == run())
    }

    /// Seconds from the change to happy until the shift to it, after so long a neutral time; nil if none came.
    private func delay(after neutral: Double, away: Double = 0) -> Double? {
        var engine = MoodEngine(policy: MoodPolicy(cooldownSeconds: 0), model: .shipped)
        _ = play(&engine, .mostly(.neutral), from: 0, seconds: neutral)
        _ = play(&engine, nil, from: neutral, seconds: away)
        let start = neutral + away
        return shifts(play(&engine, .mostly(.happy, 0.8), from: start, seconds: 300)).first.map {
            $0.at.seconds - start
        }
    }

    @Test func whatHasLastedLongNeedsMoreToEnd() throws {
        let early = try #require(delay(after: 90)), later = try #require(delay(after: 400))
        let late = try #require(delay(after: 5400))
        #expect(later > early + 2)
        #expect(late > later + 2)
        #expect(late < 120)
    }

    @Test func aLongAbsenceMakesTheMoodYoungAgain() throws {
        let late = try #require(delay(after: 5400))
        let back = try #require(delay(after: 5400, away: 1800)), soon = try #require(delay(after: 5400, away: 60))
        // Somebody who is back has to be seen for a while, whatever the mood.
        #expect(back < late || back <= 21)
        #expect(back < soon)
    }

    @Test func aClockThatGoesBackDoesNotShift() {
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        _ = play(&engine, .mostly(.neutral), from: 1000, seconds: 60)
        #expect(shifts(play(&engine, .mostly(.neutral), from: 0, seconds: 60)).isEmpty)
    }

    @Test func aClockThatGoesBackEndsTheCoolDown() {
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        _ = play(&engine, .mostly(.neutral), from: 1000, seconds: 60)
        #expect(shifts(play(&engine, .mostly(.happy), from: 1060, seconds: 120)).count == 1)
        // By the old clock the shift lies 18 minutes ahead.
        #expect(shifts(play(&engine, .mostly(.sad), from: 0, seconds: 240)).count == 1)
    }
}

struct SplitMix {
    var state: UInt64

    mutating func unit() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
}
