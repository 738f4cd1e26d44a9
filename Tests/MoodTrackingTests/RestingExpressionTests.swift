import Emotions
import Foundation
import Testing

@testable import MoodTracking

@Suite struct RestingExpressionTests {
    /// A neutral face that looks somewhat sad at rest.
    private let gloomy = EmotionScores { $0 == .neutral ? 0.35 : $0 == .sad ? 0.55 : 0.02 }

    @Test func nothingIsTakenOffBeforeAnythingIsKnown() {
        #expect(RestingExpression().free(gloomy) == gloomy)
    }

    @Test func aCalibratedFaceReadsAsNeutralAtRest() throws {
        let resting = try #require(RestingExpression(calibrating: [EmotionScores](repeating: gloomy, count: 40)))
        #expect(resting.free(gloomy).dominant == .neutral)
    }

    @Test func anOutspokenMoodIsStillSeenAfterACalibration() throws {
        let resting = try #require(RestingExpression(calibrating: [EmotionScores](repeating: gloomy, count: 40)))
        #expect(resting.free(.mostly(.sad, 0.98)).dominant == .sad)
        #expect(resting.free(.mostly(.happy, 0.9)).dominant == .happy)
    }

    @Test func tooFewLooksCalibrateNothing() {
        #expect(RestingExpression(calibrating: [EmotionScores](repeating: gloomy, count: 19)) == nil)
        #expect(RestingExpression(calibrating: [EmotionScores](repeating: gloomy, count: 20)) != nil)
    }

    @Test func hoursOfLooksAreLearnedAndAnHourOfSadnessMovesLittle() {
        var resting = RestingExpression()
        for _ in 0..<(8 * 7200) { resting.learn(gloomy, seconds: 0.5) }
        #expect(resting.free(gloomy).dominant == .neutral)
        var ordinary = RestingExpression()
        let neutral = EmotionScores { exp(RestingExpression.usual[$0] ?? 0) }
        for _ in 0..<(7 * 7200) { ordinary.learn(neutral, seconds: 0.5) }
        for _ in 0..<7200 { ordinary.learn(.mostly(.sad, 0.9), seconds: 0.5) }
        #expect(ordinary.free(.mostly(.sad, 0.9)).dominant == .sad)
    }

    @Test func whatWasKeptIsPutRight() {
        let odd = RestingExpression(median: [.sad: .nan, .happy: 40, .angry: -1e9], hours: -.infinity)
        #expect(odd.hours == 0)
        #expect(odd.median.values.allSatisfy { $0.isFinite && $0 <= 0 })
    }
}
