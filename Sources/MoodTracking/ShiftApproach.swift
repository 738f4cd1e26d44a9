package import Emotions
package import Media

/// A mood that came near to a shift and went away again.
package struct NearShift: Sendable, Equatable {
    /// What kept a shift from being made.
    package enum Hindrance: Sendable, Equatable {
        /// It never came so far as the threshold.
        case threshold
        /// It was far enough for less than the dwell time.
        case dwell
        /// It was far enough for long enough, but too soon after the last playlist.
        case cooldown
        /// The person left.
        case left
    }

    /// The mood the playlist is for, and the one that nearly took its place.
    package var from: Emotion
    package var to: Emotion
    /// When it was nearest.
    package var at: MediaTime
    /// How far it came, and how far it would have had to come.
    package var distance: Double
    package var threshold: Double
    package var hindrance: Hindrance
    /// A sentence for a person.
    package var why: String
}

/// Follows how near the mood comes to a shift, to tell later of those that were not made. It decides nothing.
struct ShiftApproach: Sendable {
    private struct Approach {
        let from: Emotion, to: Emotion
        var peak: (distance: Double, at: MediaTime)
        /// Since when, and for how long at the longest, it was far enough.
        var farSince: MediaTime?
        var longest = 0.0
        /// It was far enough for long enough, and yet too soon.
        var wasTooSoon = false
    }

    private var present: Approach?

    /// From this share of the threshold on a mood is on its way, below the other one it is so no longer.
    private static let beginning = 0.6, end = 0.4

    /// One look after which no shift was made.
    ///
    /// - Parameters:
    ///   - mood: the named mood; nil before the first.
    ///   - isCooling: whether a shift may not come yet, for it would be too soon after the last playlist.
    /// - Returns: what was nearly a shift and is over with this look.
    mutating func looked(
        _ mood: Emotion?, from: Emotion?, distance: Double, isCooling: Bool, policy: MoodPolicy, at time: MediaTime
    ) -> NearShift? {
        var over: NearShift?
        if let approach = present {
            let goesOn = mood == approach.to && from == approach.from && distance >= Self.end * policy.threshold
            if !goesOn { over = finish(policy) }
        }
        guard let mood, let from, mood != from else { return over }
        if present == nil, distance >= Self.beginning * policy.threshold {
            present = Approach(from: from, to: mood, peak: (distance, time))
        }
        guard var approach = present else { return over }
        if distance > approach.peak.distance { approach.peak = (distance, time) }
        if distance >= policy.threshold {
            let since = approach.farSince ?? time
            approach.farSince = since
            approach.longest = max(approach.longest, time - since)
            if isCooling, time - since >= policy.dwellSeconds { approach.wasTooSoon = true }
        } else {
            approach.farSince = nil
        }
        present = approach
        return over
    }

    /// The person is away; what was on its way has come to nothing.
    mutating func left(_ policy: MoodPolicy) -> NearShift? { finish(policy, because: .left) }

    /// A shift was made, or the times are another clock's.
    mutating func forget() { present = nil }

    private mutating func finish(_ policy: MoodPolicy, because reason: NearShift.Hindrance? = nil) -> NearShift? {
        guard let approach = present else { return nil }
        present = nil
        let isFar = approach.peak.distance >= policy.threshold
        let hindrance = reason ?? (approach.wasTooSoon ? .cooldown : isFar ? .dwell : .threshold)
        return NearShift(
            from: approach.from, to: approach.to, at: approach.peak.at, distance: approach.peak.distance,
            threshold: policy.threshold, hindrance: hindrance, why: Self.why(approach, hindrance, policy))
    }

    private static func why(_ approach: Approach, _ hindrance: NearShift.Hindrance, _ policy: MoodPolicy) -> String {
        let (to, from) = (approach.to, approach.from)
        let beginning = "nearly a shift from \(from) to \(to)"
        switch hindrance {
        case .threshold:
            return "\(beginning): the face came \(percent(approach.peak.distance)) of the way to \(to), and "
                + "\(percent(policy.threshold)) are asked for (mood.threshold)"
        case .dwell:
            return
                "\(beginning): it held for \(seconds(approach.longest)), and \(seconds(policy.dwellSeconds)) are asked "
                + "for (mood.dwell_seconds)"
        case .cooldown:
            return "\(beginning): the last playlist was not yet \(seconds(policy.cooldownSeconds)) old "
                + "(mood.cooldown_seconds), and it passed before"
        case .left: return "\(beginning): nobody was there any more before it was sure"
        }
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private static func seconds(_ seconds: Double) -> String {
        let tenths = (seconds * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths)) s" : "\(tenths) s"
    }
}
