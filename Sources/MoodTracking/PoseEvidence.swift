import Emotions
import Glibc

/// What the looks at one pose say together.
///
/// A pose that is misread goes on being misread for as long as it is held: two readings of a face that keeps still are
/// nearly the same reading twice. Once the face shows another picture, or reads quite differently, the classifier errs,
/// or not, anew. So the readings of one pose are averaged and count together as about one, whether it is held for five
/// seconds or twenty; a pose that passes in a second counts for less. Where looks are so many that a face that changes
/// with every one of them, as in talking, would count for much (more than some four a second), the allowance limits it.
struct PoseEvidence: Sendable {
    /// What the first reading of a pose counts at least; the rest of a whole one follows within `settlingSeconds`.
    var first = 0.114
    var settlingSeconds: Double
    /// A pose that is held on counts as one more after every so many seconds.
    var repeatSeconds: Double
    /// Beyond so many seconds it is no passing expression: somebody sits still and smiles. Then it counts as one more
    /// after every `insistingSeconds`.
    var longSeconds: Double
    var insistingSeconds: Double
    /// No more than one whole reading counts in so many seconds, however restless the face.
    var allowanceSeconds: Double
    /// Scores that differ in total by this much (0 to 2) from the pose's are another pose in the same place.
    var changed = 1.02
    /// How much of the newest reading goes into the pose's average at least.
    var newest = 0.078

    /// The mean log scores of the present pose, by `Emotion.lane`.
    private(set) var meanLog = [Double](repeating: 0, count: Emotion.allCases.count)
    /// What the present pose counts so far.
    private(set) var weight = 0.0

    private var pose: Int?
    private var scores: EmotionScores?
    private var held = 0.0, looks = 0.0
    private var allowance = 1.0

    /// - Parameter windowSeconds: 30 for the times below; they stretch with it.
    init(windowSeconds: Double = 30) {
        let scale = windowSeconds / 30
        (settlingSeconds, repeatSeconds, allowanceSeconds) = (2.49 * scale, 31.5 * scale, 1.2 * scale)
        (longSeconds, insistingSeconds) = (20 * scale, 8.8 * scale)
    }

    /// Takes over another window; what is known of the present pose stays.
    mutating func stretch(to windowSeconds: Double) {
        let other = PoseEvidence(windowSeconds: windowSeconds)
        (settlingSeconds, repeatSeconds, allowanceSeconds) =
            (other.settlingSeconds, other.repeatSeconds, other.allowanceSeconds)
        (longSeconds, insistingSeconds) = (other.longSeconds, other.insistingSeconds)
    }

    /// Takes in a reading that stands for `seconds`, `elapsed` seconds after the look before.
    ///
    /// - Parameter pose: the picture's number (see `FaceReading`), nil where only the scores tell poses apart.
    /// - Returns: whether it begins a new pose; `weight` and `meanLog` then are the new one's.
    mutating func take(_ scores: EmotionScores, pose: Int?, seconds: Double, elapsed: Double) -> Bool {
        allowance = min(1, allowance + elapsed / allowanceSeconds)
        let logs = Emotion.allCases.map { log(max(scores[$0], Self.leastScore)) }
        let isNew = !isSamePose(scores, pose)
        if isNew {
            (self.pose, self.scores, meanLog) = (pose, scores, logs)
            (held, looks, weight) = (0, 1, 0)
        } else {
            looks += 1
            let share = max(newest, 1 / looks), before = self.scores ?? scores
            for lane in meanLog.indices { meanLog[lane] += share * (logs[lane] - meanLog[lane]) }
            self.scores = EmotionScores { before[$0] + Self.drift * (scores[$0] - before[$0]) }
        }
        held += seconds
        let grown = min(counted(after: held), weight + allowance)
        allowance -= max(0, grown - weight)
        weight = grown
        return isNew
    }

    /// Scores below this say nothing more.
    private static let leastScore = 1e-4
    /// What a pose's scores follow the newest by, so that a slow change is no new pose.
    private static let drift = 0.3

    private func isSamePose(_ scores: EmotionScores, _ pose: Int?) -> Bool {
        guard let known = self.scores, pose == self.pose else { return false }
        return Emotion.allCases.reduce(0) { $0 + abs(scores[$1] - known[$1]) } <= changed
    }

    /// What a pose held for so long counts in all.
    private func counted(after seconds: Double) -> Double {
        first + (1 - first) * (1 - exp(-seconds / settlingSeconds)) + seconds / repeatSeconds
            + max(0, seconds - longSeconds) / insistingSeconds
    }
}
