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
    /// As they are for the present window.
    private(set) var parameters: MoodParameters.Pose
    /// As they are for a window of 30 seconds.
    private let unstretched: MoodParameters.Pose

    /// The mean log scores of the present pose, by `Emotion.lane`.
    private(set) var meanLog = [Double](repeating: 0, count: Emotion.allCases.count)
    /// What the present pose counts so far.
    private(set) var weight = 0.0

    private var pose: Int?
    private var scores: EmotionScores?
    private var held = 0.0, looks = 0.0
    private var allowance = 1.0

    /// - Parameter windowSeconds: 30 for the times of `parameters`; they stretch with it.
    init(windowSeconds: Double = 30, parameters: MoodParameters.Pose = MoodParameters.Pose()) {
        unstretched = parameters
        self.parameters = parameters.stretched(to: windowSeconds)
    }

    /// Takes over another window; what is known of the present pose stays.
    mutating func stretch(to windowSeconds: Double) {
        parameters = unstretched.stretched(to: windowSeconds)
    }

    /// Takes in a reading that stands for `seconds`, `elapsed` seconds after the look before.
    ///
    /// - Parameter pose: the picture's number (see `FaceReading`), nil where only the scores tell poses apart.
    /// - Returns: whether it begins a new pose; `weight` and `meanLog` then are the new one's.
    mutating func add(_ scores: EmotionScores, pose: Int?, seconds: Double, elapsed: Double) -> Bool {
        allowance = min(1, allowance + elapsed / parameters.allowanceSeconds)
        let logs = Emotion.allCases.map { log(max(scores[$0], MoodModel.leastScore)) }
        let isNew = !isSamePose(scores, pose)
        if isNew {
            (self.pose, self.scores, meanLog) = (pose, scores, logs)
            (held, looks, weight) = (0, 1, 0)
        } else {
            looks += 1
            let share = max(parameters.newestShare, 1 / looks), before = self.scores ?? scores
            for lane in meanLog.indices { meanLog[lane] += share * (logs[lane] - meanLog[lane]) }
            self.scores = EmotionScores { before[$0] + parameters.drift * (scores[$0] - before[$0]) }
        }
        held += seconds
        let grown = min(weight(after: held), weight + allowance)
        allowance -= max(0, grown - weight)
        weight = grown
        return isNew
    }

    private func isSamePose(_ scores: EmotionScores, _ pose: Int?) -> Bool {
        guard let known = self.scores, pose == self.pose else { return false }
        return Emotion.allCases.reduce(0) { $0 + abs(scores[$1] - known[$1]) } <= parameters.newPoseDistance
    }

    /// What a pose held for so long counts in all.
    private func weight(after seconds: Double) -> Double {
        let first = parameters.firstWeight
        return first + (1 - first) * (1 - exp(-seconds / parameters.settlingSeconds))
            + seconds / parameters.repeatSeconds
            + max(0, seconds - parameters.longSeconds) / parameters.longRepeatSeconds
    }
}

extension MoodParameters.Pose {
    /// The same with the times that belong to another window than 30 seconds.
    func stretched(to windowSeconds: Double) -> Self {
        let scale = windowSeconds / 30
        var other = self
        other.settlingSeconds *= scale
        other.repeatSeconds *= scale
        other.allowanceSeconds *= scale
        other.longSeconds *= scale
        other.longRepeatSeconds *= scale
        return other
    }
}
