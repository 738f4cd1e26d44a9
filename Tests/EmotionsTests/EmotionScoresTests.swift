import Emotions
import Testing

@Suite struct EmotionScoresTests {
    @Test func weightsBecomeProbabilities() {
        let scores = EmotionScores { $0 == .happy ? 3 : ($0 == .sad ? 1 : 0) }
        #expect(scores[.happy] == 0.75)
        #expect(scores[.sad] == 0.25)
        #expect(scores[.neutral] == 0)
        #expect(scores.dominant == .happy)
        #expect(scores.named.values.reduce(0, +) == 1)
        #expect(Set(scores.named.keys) == Set(Emotion.allCases.map(\.rawValue)))
    }

    @Test(arguments: [0, -1, Double.nan, .infinity])
    func weightsThatSayNothingGiveUniform(weight: Double) {
        let scores = EmotionScores { _ in weight }
        #expect(scores == .uniform)
        #expect(scores.dominant == .angry)
    }
}
