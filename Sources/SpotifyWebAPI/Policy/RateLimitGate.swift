package import FoundationEssentials

/// Until when Spotify has asked not to be called; kept across restarts.
///
/// The moment alone would not do: with the clock set back by a day it would lie a day further off. So what is left is
/// never taken for more than what was asked.
package struct RateLimitGate: Sendable, Hashable, Codable {
    /// When calls may begin again, by wall time.
    package private(set) var notBefore: Date
    /// When it was asked, by wall time.
    private var askedAt: Date

    /// The longest wait that is believed, in seconds.
    private static let longest = 7.0 * 86_400
    /// What a 429 that names no time asks for, in seconds; doubled for every further one up to an hour.
    private static let unnamed = 30.0

    /// - Parameter seconds: taken for 1 to 604,800, seven days.
    package init(asked seconds: Double, at now: Date) {
        askedAt = now
        notBefore = now.addingTimeInterval(min(max(seconds, 1), Self.longest))
    }

    /// From an answer with status 429.
    /// - Parameter repeats: how many such answers without a time came just before this one.
    package init(_ response: HTTPResponse, repeats: Int, at now: Date) {
        let named = response.headers["retry-after"].flatMap(Self.seconds)
        // A little more than asked: the two clocks do not tick together.
        let seconds = named.map { $0 + 0.5 } ?? min(3600, Self.unnamed * Double(1 << min(repeats, 10)))
        self.init(asked: seconds, at: now)
    }

    /// Whether an answer says, believably, how long to wait.
    static func namesTime(_ response: HTTPResponse) -> Bool {
        response.headers["retry-after"].flatMap(seconds) != nil
    }

    /// Seconds until calls may begin again; 0 if they may now.
    package func remaining(now: Date) -> Double {
        let asked = notBefore.timeIntervalSince(askedAt)
        return min(max(0, notBefore.timeIntervalSince(now)), asked)
    }

    /// Spotify gives seconds; the date that RFC 9110 allows as well counts as no time.
    private static func seconds(_ text: String) -> Double? {
        guard let number = Double(text.filter { !$0.isWhitespace }), number.isFinite else { return nil }
        // Nothing is learnt from a number that cannot be meant: twenty digits, say, are no seconds.
        return number <= longest ? max(0, number) : nil
    }
}
