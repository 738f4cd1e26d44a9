import Foundation
import SpotifyWebAPI
import Testing

@Suite struct PolicyTests {
    /// Gives the same number for ever.
    struct Constant: RandomNumberGenerator {
        var value: UInt64
        mutating func next() -> UInt64 { value }
    }

    @Test func waitsDoubleAndStayWithinBounds() {
        let backoff = Backoff(first: 1, longest: 300)
        var lowest = Constant(value: 0)
        var highest = Constant(value: .max)
        for (failures, step) in [(1, 1.0), (2, 2), (3, 4), (9, 256), (10, 300), (1000, 300), (.max, 300)] {
            #expect(backoff.delay(afterFailures: failures, using: &lowest) == step / 2)
            let most = backoff.delay(afterFailures: failures, using: &highest)
            #expect(most > step * 0.99 && most <= step)
        }
    }

    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func limited(_ retryAfter: String?) -> HTTPResponse {
        HTTPResponse(status: 429, headers: retryAfter.map { ["retry-after": $0] } ?? [:])
    }

    @Test(arguments: [2, 3600, 80_000]) func retryAfterIsHonouredWhole(_ seconds: Int) {
        let gate = RateLimitGate(limited("\(seconds)"), repeats: 0, at: now)
        #expect(gate.remaining(now: now) >= Double(seconds))
        #expect(gate.remaining(now: now) < Double(seconds) + 1)
        #expect(gate.remaining(now: now.addingTimeInterval(Double(seconds) + 1)) == 0)
    }

    @Test func aLimitSurvivesARestartAndAWrongClock() throws {
        let gate = RateLimitGate(limited("3600"), repeats: 0, at: now)
        let kept = try JSONDecoder().decode(RateLimitGate.self, from: JSONEncoder().encode(gate))
        #expect(kept.remaining(now: now.addingTimeInterval(600)) >= 3000)
        // A day back: it waits what was asked, not a day more.
        #expect(kept.remaining(now: now.addingTimeInterval(-86_400)) < 3601)
        // A day forward: it is over, and Spotify will say so again if not.
        #expect(kept.remaining(now: now.addingTimeInterval(86_400)) == 0)
    }

    @Test func a429WithoutATimeWaitsLongerEveryTime() {
        let waits = (0..<12).map { RateLimitGate(limited(nil), repeats: $0, at: now).remaining(now: now) }
        #expect(waits.first == 30)
        #expect(waits[1] == 60)
        #expect(waits.last == 3600)
        #expect(RateLimitGate(limited("soon"), repeats: 0, at: now).remaining(now: now) == 30)
        // What cannot be meant is no time either.
        for senseless in ["1e300", "12345678901234567890", "604801"] {
            #expect(RateLimitGate(limited(senseless), repeats: 1, at: now).remaining(now: now) == 60)
        }
        #expect(RateLimitGate(limited("604800"), repeats: 0, at: now).remaining(now: now) == 7 * 86_400)
    }
}
