import Testing

@testable import Evaluation

@Suite struct StreamScoreTests {
    private func truth(_ parts: [(String, Double)]) -> StreamTruth {
        var start = 0.0, list: [StreamTruth.Part] = []
        for (mood, seconds) in parts {
            list.append(.init(mood: mood, start: start, end: start + seconds))
            start += seconds
        }
        return StreamTruth(truth: list, slots: [])
    }

    private func shift(_ at: Double, _ to: String) -> CalledShift { CalledShift(at: at, from: "neutral", to: to) }

    @Test func eachChangeIsFoundByTheFirstShiftToItsMood() {
        let script = truth([("neutral", 60), ("happy", 90), ("sad", 90)])
        let score = StreamScore(shifts: [shift(72, "happy"), shift(170, "sad")], truth: script)
        #expect(score.truthChanges == 2)
        #expect(score.delays == [12, 20])
        #expect(score.falseShifts == 0)
        #expect(score.delay(quantile: 0.9) == 20)
    }

    @Test func aDetourIsFalseAndALateShiftIsMissed() {
        let script = truth([("neutral", 60), ("happy", 200), ("sad", 90)])
        let score = StreamScore(shifts: [shift(70, "angry"), shift(155, "happy"), shift(270, "sad")], truth: script)
        #expect(score.truthChanges == 2)
        #expect(score.detected == 1)
        #expect(score.falseShifts == 2)
    }

    @Test func aSecondShiftToTheSameMoodIsFalse() {
        let script = truth([("neutral", 60), ("happy", 90)])
        let score = StreamScore(shifts: [shift(70, "happy"), shift(90, "neutral"), shift(100, "happy")], truth: script)
        #expect(score.detected == 1)
        #expect(score.falseShifts == 2)
    }

    @Test func neighboursAreJoinedAcrossAnEmptyPartAndShiftsInItAreFalse() {
        let script = truth([("sad", 120), ("empty", 120), ("sad", 120), ("happy", 120)])
        let score = StreamScore(shifts: [shift(200, "neutral"), shift(380, "happy")], truth: script)
        #expect(score.truthChanges == 1)
        #expect(score.delays == [20])
        #expect(score.falseShifts == 1)
    }

    @Test func aShortPartIsNeitherDemandedNorPunished() {
        let script = truth([("neutral", 100), ("surprise", 30), ("neutral", 100)])
        let score = StreamScore(
            shifts: [shift(110, "surprise"), shift(140, "neutral"), shift(145, "angry")], truth: script)
        #expect(score.truthChanges == 1)
        #expect(score.detected == 1)
        #expect(score.falseShifts == 1)
    }

    @Test func noShiftsFindNothing() {
        let score = StreamScore(shifts: [], truth: truth([("neutral", 60), ("happy", 90)]))
        #expect(score.truthChanges == 1)
        #expect(score.detected == 0)
        #expect(score.delay(quantile: 0.9) == nil)
    }
}
