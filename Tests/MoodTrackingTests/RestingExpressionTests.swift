import Emotions
import Foundation
import TestSupport
import Testing

@testable import MoodTracking

@Suite struct RestingExpressionTests {
    /// A neutral face that looks somewhat sad at rest.
    private let gloomy = EmotionScores { $0 == .neutral ? 0.35 : $0 == .sad ? 0.55 : 0.02 }

    private let usual = RestingExpression(usual: MoodModel.shipped.restingLogScores)

    private func calibrated() throws -> RestingExpression {
        var resting = usual
        let isEnough = resting.calibrate(with: [EmotionScores](repeating: gloomy, count: 40))
        try #require(isEnough)
        return resting
    }

    @Test func nothingIsTakenOffBeforeAnythingIsKnown() {
        #expect(usual.corrected(gloomy) == gloomy)
    }

    @Test func aCalibratedFaceReadsAsNeutralAtRest() throws {
        #expect(try calibrated().corrected(gloomy).dominant == .neutral)
    }

    @Test func anOutspokenMoodIsStillSeenAfterACalibration() throws {
        let resting = try calibrated()
        #expect(resting.corrected(.mostly(.sad, 0.98)).dominant == .sad)
        #expect(resting.corrected(.mostly(.happy, 0.9)).dominant == .happy)
    }

    @Test func tooFewLooksCalibrateNothing() {
        var resting = usual
        let few = resting.calibrate(with: [EmotionScores](repeating: gloomy, count: 19))
        #expect(!few && resting == usual)
        let enough = resting.calibrate(with: [EmotionScores](repeating: gloomy, count: 20))
        #expect(enough && resting != usual)
    }

    @Test func aForgottenFaceIsEverybodysAgain() throws {
        var resting = try calibrated()
        resting.forget()
        #expect(resting == usual)
    }

    @Test func hoursOfLooksAreLearnedAndAnHourOfSadnessMovesLittle() {
        var resting = usual
        for _ in 0..<(8 * 7200) { resting.learn(gloomy, seconds: 0.5) }
        #expect(resting.corrected(gloomy).dominant == .neutral)
        var ordinary = usual
        let neutral = EmotionScores { exp(MoodModel.shipped.restingLogScores[$0]) }
        for _ in 0..<(7 * 7200) { ordinary.learn(neutral, seconds: 0.5) }
        for _ in 0..<7200 { ordinary.learn(.mostly(.sad, 0.9), seconds: 0.5) }
        #expect(ordinary.corrected(.mostly(.sad, 0.9)).dominant == .sad)
    }

    @Test func whatWasKeptIsPutRight() {
        var odd = usual
        odd.restore(median: [.sad: .nan, .happy: 40, .angry: -1e9], hours: -.infinity)
        #expect(odd.hours == 0)
        #expect(odd.median.values.allSatisfy { $0.isFinite && $0 <= 0 })
    }
}
