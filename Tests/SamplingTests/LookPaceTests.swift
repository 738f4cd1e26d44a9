import Emotions
import Media
import Sampling
import Testing

@Suite struct LookPaceTests {
    private let there = FacePlace(x: 320, y: 240, size: 200)

    @Test func stillFaceDoublesTheInterval() {
        var pace = LookPace()
        let factors = (0..<20).map { pace.looked(.mostly(.happy), place: there, at: .init(seconds: Double($0) / 2)) }
        #expect(factors.first == 1)
        #expect(factors.last == 2)
    }

    @Test func movementOrAnotherExpressionRestoresTheInterval() {
        var pace = LookPace()
        for half in 0..<20 { _ = pace.looked(.mostly(.happy), place: there, at: .init(seconds: Double(half) / 2)) }
        #expect(pace.looked(.mostly(.sad), place: there, at: .init(seconds: 10.5)) == 1)
        for half in 22..<40 { _ = pace.looked(.mostly(.sad), place: there, at: .init(seconds: Double(half) / 2)) }
        let moved = FacePlace(x: 360, y: 240, size: 200)
        #expect(pace.looked(.mostly(.sad), place: moved, at: .init(seconds: 20)) == 1)
    }

    @Test func agreementWithRecentLooksLengthensTheInterval() {
        var pace = LookPace()
        var factors: [Double] = []
        var time = 0.0
        // Never still: the place is another with every look.
        while time < 60 {
            let place = FacePlace(x: Int(time * 2) % 2 == 0 ? 320 : 380, y: 240, size: 200)
            let factor = pace.looked(.mostly(.neutral), place: place, at: .init(seconds: time))
            factors.append(factor)
            time += factor / 2
        }
        #expect(factors.first == 1)
        #expect(factors.contains(2))
        #expect(factors.last == 3)
        #expect(pace.looked(.mostly(.sad), place: there, at: .init(seconds: time)) == 1)
        #expect(pace.looked(.mostly(.neutral), place: there, at: .init(seconds: time + 0.5)) == 3)
    }

    @Test func slowSchedulesAreNotSlowedFurther() {
        var pace = LookPace(looksPerSecond: 0.4)
        let factors = (0..<40).map { pace.looked(.mostly(.happy), place: there, at: .init(seconds: Double($0) * 2.5)) }
        #expect(factors.allSatisfy { $0 == 1 })
    }

    @Test func restlessFaceKeepsTheInterval() {
        var pace = LookPace()
        let moods: [Emotion] = [.happy, .surprise, .neutral]
        let factors = (0..<120).map { look in
            pace.looked(.mostly(moods[look % 3]), place: there, at: .init(seconds: Double(look) / 2))
        }
        #expect(factors.allSatisfy { $0 == 1 })
    }

    @Test func intervalGrowsWithoutAFace() {
        var pace = LookPace()
        _ = pace.looked(.mostly(.happy), place: there, at: .init(seconds: 0))
        let factors = [5.0, 20, 100, 400].map { pace.looked(nil, place: nil, at: .init(seconds: $0)) }
        #expect(factors == [1, 2, 4, 8])
        #expect(pace.looked(.mostly(.happy), place: there, at: .init(seconds: 401)) == 1)
    }
}

extension EmotionScores {
    /// A classifier's usual answer: mostly right, the rest spread over the others.
    fileprivate static func mostly(_ emotion: Emotion) -> EmotionScores {
        EmotionScores { $0 == emotion ? 0.9 : 0.1 / 6 }
    }
}
