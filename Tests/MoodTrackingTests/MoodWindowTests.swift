import Emotions
import Media
import MoodTracking
import Testing

@Suite struct MoodWindowTests {
    @Test func forgetsWhatIsOlderThanItsLength() {
        var window = MoodWindow(seconds: 10)
        #expect(window.scores == nil)
        for i in 0...40 { window.add(.only(.happy), at: .init(seconds: Double(i) * 0.5)) }
        #expect(window.count == 21)
        window.expire(at: .init(seconds: 25.1))
        #expect(window.count == 10)
        window.expire(at: .init(seconds: 100))
        #expect(window.scores == nil)
    }

    @Test func aSampleWeighsTheTimeItStandsFor() throws {
        var window = MoodWindow(seconds: 1000)
        // Two quick sad looks, then one happy one that stands for two seconds.
        window.add(.only(.sad), at: .init(seconds: 0))
        window.add(.only(.sad), at: .init(seconds: 0.25))
        window.add(.only(.happy), at: .init(seconds: 0.5))
        window.add(.only(.happy), at: .init(seconds: 2.5))
        let scores = try #require(window.scores)
        #expect(abs(scores[.happy] - 2.5 / 3) < 0.01)
    }

    @Test func theNewerWeighsMore() throws {
        var window = MoodWindow(seconds: 20)
        for i in 0..<20 { window.add(.only(.sad), at: .init(seconds: Double(i) * 0.5)) }
        for i in 20..<40 { window.add(.only(.happy), at: .init(seconds: Double(i) * 0.5)) }
        let scores = try #require(window.scores)
        #expect(scores[.happy] > 0.52)
        #expect(scores[.happy] < 0.6)
    }

    @Test func aClockThatGoesBackStartsAfresh() {
        var window = MoodWindow(seconds: 10)
        window.add(.only(.sad), at: .init(seconds: 100))
        window.add(.only(.happy), at: .init(seconds: 1))
        #expect(window.count == 1)
        #expect(window.scores?.dominant == .happy)
    }
}

extension EmotionScores {
    static func only(_ emotion: Emotion) -> EmotionScores { EmotionScores { $0 == emotion ? 1 : 0 } }

    /// A classifier's usual answer: mostly right, the rest spread over the others, of which disgust and fear are hardly
    /// ever named.
    static func mostly(_ emotion: Emotion, _ probability: Double = 0.9) -> EmotionScores {
        let others: (Emotion) -> Double = { $0 == emotion ? 0 : $0 == .disgust || $0 == .fear ? 0.02 : 1 }
        let sum = Emotion.allCases.reduce(0) { $0 + others($1) }
        return EmotionScores { $0 == emotion ? probability : (1 - probability) * others($0) / sum }
    }
}

/// The poses of somebody who does not sit like a statue: another every four seconds.
func restless(at time: Double) -> Int { Int(time / 4) }
