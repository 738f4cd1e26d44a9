import Emotions
import Media
import MoodTracking
import TestSupport
import Testing

@Suite struct LookSharesTests {
    /// Looks of half a second each, from `start` on.
    private func add(_ emotions: [Emotion], to shares: inout LookShares, from start: Double = 0) {
        for (number, emotion) in emotions.enumerated() {
            shares.add(.mostly(emotion), seconds: 0.5, at: MediaTime(seconds: start + Double(number) / 2))
        }
    }

    private func leading(_ values: EmotionValues) -> Emotion { EmotionScores { values[$0] }.dominant }

    private let belief = EmotionScores { $0 == .disgust ? 0.94 : 0.01 }

    @Test func withoutALookThereIsNoShare() {
        #expect(LookShares(model: .shipped).isEmpty)
        #expect(LookShares(model: .shipped).share(of: .neutral) == 0)
    }

    @Test func whatWasCalledBeforeIsBelievedOn() {
        var shares = LookShares(model: .shipped)
        add(Array(repeating: .neutral, count: 120), to: &shares)
        #expect(leading(shares.supported(belief)) == .neutral)
        #expect(leading(shares.supported(belief, known: [.disgust])) == .disgust)
    }

    @Test func whatFewLooksShowIsNotBelieved() {
        var shares = LookShares(model: .shipped)
        // One look in ten.
        add((0..<120).map { $0 % 10 == 0 ? .disgust : .neutral }, to: &shares)
        #expect(!shares.supports(.disgust))
        let supported = shares.supported(belief)
        #expect(leading(supported) == .neutral)
        // It has become no surer for that.
        #expect(abs(supported[.neutral] - 0.01) < 1e-9)
    }

    @Test func aFifthOfTheLooksIsEnough() {
        var shares = LookShares(model: .shipped)
        add((0..<120).map { $0 % 4 == 0 ? .sad : .neutral }, to: &shares)
        #expect(shares.supports(.sad))
        let supported = shares.supported(EmotionScores { $0 == .sad ? 0.94 : 0.01 })
        #expect(leading(supported) == .sad)
        #expect(abs(supported[.neutral] - 0.01) < 1e-9)
    }

    @Test func aRareMoodNeedsHalfOfWhatTheCommonestHas() {
        var shares = LookShares(model: .shipped)
        // Between a quarter and a third.
        add((0..<120).map { $0 % 7 < 2 ? .disgust : .angry }, to: &shares)
        #expect(!shares.supports(.disgust))
        #expect(leading(shares.supported(belief)) == .angry)
        add((0..<120).map { $0 % 5 < 2 ? .disgust : .angry }, to: &shares, from: 60)
        #expect(shares.supports(.disgust))
    }

    @Test func aMomentIsNotEnough() {
        var shares = LookShares(model: .shipped)
        add(Array(repeating: .neutral, count: 110) + Array(repeating: .angry, count: 10), to: &shares)
        // Five of thirty seconds.
        #expect(abs(shares.share(of: .angry) - 0.165) < 0.01)
        #expect(!shares.supports(.angry))
        add(Array(repeating: .angry, count: 15), to: &shares, from: 60)
        #expect(shares.supports(.angry))
    }

    @Test func whatIsOverIsForgotten() {
        var shares = LookShares(model: .shipped)
        add(Array(repeating: .happy, count: 120) + Array(repeating: .sad, count: 100), to: &shares)
        #expect(!shares.supports(.happy))
        // A clock that went back belongs to another recording.
        shares.add(.mostly(.fear), seconds: 0.5, at: MediaTime(seconds: 1))
        #expect(shares.share(of: .fear) == 1)
    }

    /// What the filter made of real people before: neutral in nine looks of ten and a hint of sadness in each.
    @Test func hintsDoNotAddUpToAMoodThatNoLookShows() {
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        let hint = EmotionScores {
            switch $0 {
            case .neutral: 0.55
            case .disgust: 0.25
            default: 0.04
            }
        }
        var shifts: [MoodShift] = []
        for look in 0..<1200 {
            let time = Double(look) / 2
            let events = engine.observe(hint, pose: restless(at: time), at: MediaTime(seconds: time))
            shifts += events.compactMap { if case .shifted(let shift) = $0 { shift } else { nil } }
            #expect(engine.mood == nil || engine.mood?.name == .neutral)
        }
        #expect(engine.mood?.name == .neutral)
        #expect(engine.confidence > 0.9)
        #expect(shifts.isEmpty)
    }

    /// A first mood that the filter is far from sure of waits, though it is the only one that the looks show.
    @Test func theFirstMoodIsNotCalledBecauseAnotherIsNotShownYet() {
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        let hint = EmotionScores {
            switch $0 {
            case .neutral: 0.55
            case .disgust: 0.25
            default: 0.04
            }
        }
        for look in 0..<120 {
            let time = Double(look) / 2
            _ = engine.observe(hint, pose: restless(at: time), at: MediaTime(seconds: time))
        }
        #expect(engine.mood == nil)
    }

    @Test func aShiftNamesItsShareOfTheLooks() throws {
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        var why: String?
        for look in 0..<400 {
            let time = Double(look) / 2
            for case .shifted(let shift) in engine.observe(
                .mostly(time < 80 ? .neutral : .happy), pose: restless(at: time), at: MediaTime(seconds: time))
            {
                why = shift.why
            }
        }
        let text = try #require(why)
        let percent = try #require(Int(text.split(separator: "in ").last?.prefix { $0.isNumber } ?? ""))
        #expect(percent >= 20 && percent < 100)
        #expect(text.contains("% of the looks"))
    }
}
