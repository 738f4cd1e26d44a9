/// How much longer than usual until the next look: looks cost, and most of them say what the last one said.
///
/// A face that keeps its place and expression is looked at half as often; the moment it moves or reads otherwise, every
/// look is made. Where nobody is, looks become rare. Pure: it knows only what the looks gave, so a replay looks at the
/// same frames every time.
package struct LookPace: Sendable {
    /// A pose that has read the same for so many seconds is taken as still.
    private static let stillSeconds = 3.0
    /// Without a face for so many seconds, looks are made this many times as far apart.
    private static let absence: [(seconds: Double, factor: Double)] = [(300, 8), (60, 4), (10, 2)]
    /// A box within this share of its size is in the same place.
    private static let still = 0.1

    private var place: FacePlace?
    private var dominant: Emotion?
    private var since: MediaTime?
    private var lastFace: MediaTime?

    package init() {}

    /// Takes in one look: `scores` and `place` of the face, or nil where none was read.
    ///
    /// - Returns: the factor, 1 or more, for the time until the next look.
    package mutating func looked(_ scores: EmotionScores?, place: FacePlace?, at time: MediaTime) -> Double {
        if let last = lastFace, time < last { self = LookPace() }
        guard let scores, let place else {
            since = nil
            let seen = lastFace ?? time
            if lastFace == nil { lastFace = time }
            return Self.absence.first { time - seen >= $0.seconds }?.factor ?? 1
        }
        lastFace = time
        let reads = scores.dominant
        if let known = self.place, known.distance(to: place) <= Self.still, reads == dominant, let since {
            return time - since >= Self.stillSeconds ? 2 : 1
        }
        (self.place, dominant, since) = (place, reads, time)
        return 1
    }
}
