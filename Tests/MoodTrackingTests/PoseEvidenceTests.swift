import Emotions
import Testing

@testable import MoodTracking

@Suite struct PoseEvidenceTests {
    /// Whether a look half a second later begins another pose.
    private func begins(_ evidence: inout PoseEvidence, _ scores: EmotionScores, _ pose: Int?) -> Bool {
        evidence.add(scores, pose: pose, seconds: 0.5, elapsed: 0.5)
    }

    /// What the readings of one pose, half a second apart, count together.
    private func count(_ evidence: inout PoseEvidence, _ pose: Int?, seconds: Double) -> Double {
        for _ in 0..<Int(seconds * 2) {
            _ = evidence.add(.mostly(.sad), pose: pose, seconds: 0.5, elapsed: 0.5)
        }
        return evidence.weight
    }

    @Test func aPoseHeldLongCountsLittleMoreThanOneHeldShortly() {
        var short = PoseEvidence(), long = PoseEvidence()
        let few = count(&short, 1, seconds: 5), many = count(&long, 1, seconds: 20)
        #expect(few > 0.6)
        #expect(many < 2.5 * few)
    }

    @Test func aPoseHeldForHalfAMinuteIsNoPassingOne() {
        var evidence = PoseEvidence()
        let passing = count(&evidence, 1, seconds: 20), lasting = count(&evidence, 1, seconds: 20)
        #expect(lasting > passing + 2)
    }

    @Test func anotherPictureCountsAnew() {
        var evidence = PoseEvidence()
        let first = count(&evidence, 1, seconds: 10)
        let look1 = begins(&evidence, .mostly(.sad), 2)
        #expect(look1)
        #expect(evidence.weight < first / 2)
        let look2 = begins(&evidence, .mostly(.sad), 2)
        #expect(!look2)
    }

    @Test func anotherExpressionIsAnotherPoseWhereThePictureIsTheSame() {
        var evidence = PoseEvidence()
        _ = count(&evidence, 1, seconds: 10)
        let look3 = begins(&evidence, .mostly(.sad, 0.7), 1)
        #expect(!look3)
        let look4 = begins(&evidence, .mostly(.happy), 1)
        #expect(look4)
    }

    @Test func withoutPicturesTheScoresTellPosesApart() {
        var evidence = PoseEvidence()
        let look5 = begins(&evidence, .mostly(.sad), nil)
        #expect(look5)
        let look6 = begins(&evidence, .mostly(.sad), nil)
        #expect(!look6)
        let look7 = begins(&evidence, .mostly(.happy), nil)
        #expect(look7)
    }

    @Test func thePosesReadingsAreAveraged() {
        var evidence = PoseEvidence()
        _ = evidence.add(.mostly(.sad, 0.9), pose: 1, seconds: 0.5, elapsed: 0.5)
        let first = evidence.meanLog[Emotion.sad.lane]
        _ = evidence.add(.mostly(.sad, 0.6), pose: 1, seconds: 0.5, elapsed: 0.5)
        let second = evidence.meanLog[Emotion.sad.lane]
        // The geometric mean of 0.9 and 0.6.
        #expect(second < first && abs(second - (-0.3081)) < 1e-3)
    }

    @Test func restlessnessCountsNoFasterThanTheAllowance() {
        var evidence = PoseEvidence()
        var total = 0.0
        for number in 0..<200 {
            _ = evidence.add(.mostly(.sad), pose: number, seconds: 0.1, elapsed: 0.1)
            total += evidence.weight
        }
        // Twenty seconds, and the one that may be saved up; each look by itself would count some 0.15.
        let most = 1 + 20 / evidence.parameters.allowanceSeconds
        #expect(total <= most && total > most - 1)
    }
}
