import Glibc

/// How much a reading says that those before it have not said already.
///
/// A pose that is misread goes on being misread for as long as it is held: two readings of a face that keeps still are
/// nearly the same reading twice. Once the face has moved, or reads quite differently, the classifier sees another
/// picture and errs, or not, anew.
/// So the readings of one pose count together as about one, whether it is held for one second or twenty, and a face
/// that moves all the time counts no faster than the allowance.
struct PoseEvidence: Sendable {
    /// What the first reading of a pose counts; the rest of the first whole one follows within `settlingSeconds`.
    var first = 0.14
    var settlingSeconds: Double
    /// A pose that is held on counts as one more after every so many seconds.
    var repeatSeconds: Double
    /// No more than one whole reading counts in so many seconds, however much the face moves.
    var allowanceSeconds: Double
    /// A face that is this far from where the pose was, as a share of its size, is in another pose.
    var moved = 0.1
    /// So is one whose scores differ in total by this much (0 to 2) from the pose's.
    var changed = 0.56

    /// - Parameter windowSeconds: 30 for the times above; they stretch with it.
    init(windowSeconds: Double = 30) {
        (settlingSeconds, repeatSeconds, allowanceSeconds) = Self.times(windowSeconds)
    }

    /// Takes over another window; what is known of the present pose stays.
    mutating func stretch(to windowSeconds: Double) {
        (settlingSeconds, repeatSeconds, allowanceSeconds) = Self.times(windowSeconds)
    }

    private static func times(_ windowSeconds: Double) -> (Double, Double, Double) {
        let scale = windowSeconds / 30
        return (3.3 * scale, 25 * scale, scale)
    }

    private var place: FacePlace?
    private var scores = EmotionScores.uniform
    private var held = 0.0
    private var allowance = 1.0

    /// The weight, at most one, of a reading that stands for `seconds`, `elapsed` seconds after the look before.
    mutating func weigh(_ scores: EmotionScores, at place: FacePlace?, seconds: Double, elapsed: Double) -> Double {
        allowance = min(1, allowance + elapsed / allowanceSeconds)
        if isSamePose(scores, place) {
            follow(scores, place)
        } else {
            self.scores = scores
            self.place = place ?? self.place
            held = 0
        }
        let before = counted(after: held)
        held += seconds
        let weight = min(max(0, counted(after: held) - before), allowance)
        allowance -= weight
        return weight
    }

    private func isSamePose(_ scores: EmotionScores, _ place: FacePlace?) -> Bool {
        let difference = Emotion.allCases.reduce(0) { $0 + abs(scores[$1] - self.scores[$1]) }
        guard difference <= changed else { return false }
        guard let known = self.place, let place else { return held > 0 }
        return known.distance(to: place) <= moved
    }

    /// Follows the slow drift of somebody who sinks into the chair, and averages the trembling of detector and scores.
    private mutating func follow(_ scores: EmotionScores, _ place: FacePlace?) {
        let share = 0.3, before = self.scores
        self.scores = EmotionScores { before[$0] + share * (scores[$0] - before[$0]) }
        guard let known = self.place, let place else { return }
        self.place = FacePlace(
            x: known.x + share * (place.x - known.x), y: known.y + share * (place.y - known.y),
            size: known.size + share * (place.size - known.size))
    }

    /// What a pose held for so long counts in all.
    private func counted(after seconds: Double) -> Double {
        guard seconds > 0 else { return 0 }
        return first + (1 - first) * (1 - exp(-seconds / settlingSeconds)) + seconds / repeatSeconds
    }
}
