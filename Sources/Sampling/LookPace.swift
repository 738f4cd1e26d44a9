package import Emotions
import Glibc
package import Media

/// The factor on the interval until the next look: analysing a frame costs time, and most frames repeat the last
/// result.
///
/// The interval grows while the readings agree with most of the last half minute, while the face keeps its place and
/// expression, and where no face is found. The first reading that differs brings the usual interval back. The factor
/// depends on the results of the looks alone, so a replay analyses the same frames every time.
package struct LookPace: Sendable {
    /// A face is still after so many seconds in one place with one dominant emotion.
    private static let stillSeconds = 3.0
    private static let stillFactor = 2.0
    /// The factor from a share of recent time with the same dominant emotion on. On simulated days it saves 30 % of the
    /// looks and changes neither delay nor number of errors.
    private static let agreement: [(share: Double, factor: Double)] = [(0.65, 3), (0.45, 2)]
    /// No factor puts looks at a face further apart than so many seconds.
    private static let longestSeconds = 2.0
    /// Time constant of those shares, in seconds.
    private static let memory = 30.0
    /// The factor after so many seconds without a face.
    private static let absence: [(seconds: Double, factor: Double)] = [(300, 8), (60, 4), (10, 2)]
    /// A face that moved by less than this share of its size is in the same place.
    private static let still = 0.1

    /// Looks in a second at factor 1.
    package var looksPerSecond: Double
    private var place: FacePlace?
    private var dominant: Emotion?
    private var since: MediaTime?
    private var lastFace: MediaTime?
    /// Exponentially weighted share of recent time for each dominant emotion, by `Emotion.lane`; together up to 1.
    private var shares = [Double](repeating: 0, count: Emotion.allCases.count)

    package init(looksPerSecond: Double = 2) {
        self.looksPerSecond = looksPerSecond
    }

    /// Takes the result of one look: `scores` and `place` of the face, or nil where there was none.
    ///
    /// - Returns: the factor on the usual interval until the next look, 1 or more.
    package mutating func looked(_ scores: EmotionScores?, place: FacePlace?, at time: MediaTime) -> Double {
        if let last = lastFace, time < last { self = LookPace(looksPerSecond: looksPerSecond) }
        guard let scores, let place else {
            since = nil
            let seen = lastFace ?? time
            if lastFace == nil { lastFace = time }
            return Self.absence.first { time - seen >= $0.seconds }?.factor ?? 1
        }
        let reads = scores.dominant
        let usual = share(of: reads, at: time)
        lastFace = time
        let most = max(1, Self.longestSeconds * looksPerSecond)
        let agreed = min(most, Self.agreement.first { usual >= $0.share }?.factor ?? 1)
        if let known = self.place, known.distance(to: place) <= Self.still, reads == dominant, let since {
            return time - since >= Self.stillSeconds ? max(agreed, min(most, Self.stillFactor)) : agreed
        }
        (self.place, dominant, since) = (place, reads, time)
        return agreed
    }

    /// Updates the shares with this reading and returns the share it had recently.
    private mutating func share(of reads: Emotion, at time: MediaTime) -> Double {
        let kept = exp(-min(time - (lastFace ?? time), 2) / Self.memory)
        for lane in shares.indices { shares[lane] *= kept }
        shares[reads.lane] += 1 - kept
        return shares[reads.lane]
    }
}
