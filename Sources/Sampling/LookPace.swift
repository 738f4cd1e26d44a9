package import Emotions
import Glibc
package import Media

/// How much longer than usual until the next look: looks cost, and most of them say what the last one said.
///
/// A reading that says what most of the last half minute's said tells little news, so the next look comes later; so does
/// the one at a face that keeps its place and expression. The moment it reads otherwise, every look is made. Where nobody
/// is, looks become rare. Pure: it knows only what the looks gave, so a replay looks at the same frames every time.
package struct LookPace: Sendable {
    /// A pose that has read the same for so many seconds is taken as still.
    private static let stillSeconds = 3.0
    private static let stillFactor = 2.0
    /// Where the time that read the same has at least this share, looks are made this many times as far apart. Of the
    /// looks at simulated days 30 in a hundred are saved, and the moods are called as soon and as rarely wrongly.
    private static let agreement: [(share: Double, factor: Double)] = [(0.65, 3), (0.45, 2)]
    /// A look stands for no more than so many seconds, so that saving it makes none further apart than that.
    private static let longestSeconds = 2.0
    /// Time constant of those shares, in seconds.
    private static let memory = 30.0
    /// Without a face for so many seconds, looks are made this many times as far apart.
    private static let absence: [(seconds: Double, factor: Double)] = [(300, 8), (60, 4), (10, 2)]
    /// A box within this share of its size is in the same place.
    private static let still = 0.1

    /// How often is looked where no look is saved.
    package var looksPerSecond: Double
    private var place: FacePlace?
    private var dominant: Emotion?
    private var since: MediaTime?
    private var lastFace: MediaTime?
    /// The share of the last time that read as each emotion, by `Emotion.lane`; together up to 1.
    private var shares = [Double](repeating: 0, count: Emotion.allCases.count)

    package init(looksPerSecond: Double = 2) {
        self.looksPerSecond = looksPerSecond
    }

    /// Takes in one look: `scores` and `place` of the face, or nil where none was read.
    ///
    /// - Returns: the factor, 1 or more, for the time until the next look.
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

    /// Takes in that the face reads so, and tells how much of the last time did.
    private mutating func share(of reads: Emotion, at time: MediaTime) -> Double {
        let kept = exp(-min(time - (lastFace ?? time), 2) / Self.memory)
        for lane in shares.indices { shares[lane] *= kept }
        shares[reads.lane] += 1 - kept
        return shares[reads.lane]
    }
}
