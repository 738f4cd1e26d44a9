package import Emotions
import Media

/// What a person's word for their mood teaches of their face: how much is to be taken off what it seemed to show.
///
/// The word is a label for the looks of the last minutes. What those looks show more of than of the true mood, and more of
/// than of a face at rest, is no mood but the person's face, and a part of it is taken off from then on: no more than
/// makes the reading right (for "neutral", what was called in its place besides), and no more at once than
/// `MoodParameters.Corrections` allows (the aggressiveness of a passive-aggressive learner, Crammer et al. 2006). A face
/// that shows nothing teaches nothing, whatever its owner feels.
package struct CorrectionLesson: Sendable, Equatable {
    /// What is taken off the log scores of each emotion besides what was taken off before; below 0 is given back.
    package var offsets: EmotionValues
    /// What the looks showed before; nil where there were too few.
    package var read: Emotion?
    /// How many looks it rests on.
    package var looks: Int

    package init(offsets: EmotionValues = EmotionValues { _ in 0 }, read: Emotion? = nil, looks: Int = 0) {
        self.offsets = offsets
        self.read = read
        self.looks = looks
    }

    /// Whether it changes how the face is read.
    package var teaches: Bool { Emotion.allCases.contains { offsets[$0] != 0 } }
}

extension RestingExpression {
    /// What the looks, taken while the person felt `mood`, teach.
    ///
    /// - Parameters:
    ///   - looks: the scores as the classifier gave them.
    ///   - called: the moods that were believed instead.
    ///   - model: how the filter reads scores.
    func lesson(
        _ mood: Emotion, _ looks: [EmotionScores], called: [Emotion], model: MoodModel
    ) -> CorrectionLesson {
        guard looks.count >= corrections.leastLooks else { return CorrectionLesson(looks: looks.count) }
        let seen = Self.middle(looks.map(corrected))
        // As the filter weighs them, in log scores.
        let weighed = EmotionValues { seen[$0] + model.temperature * model.priorCorrection[$0] }
        let read = Emotion.allCases.max { weighed[$0] < weighed[$1] } ?? mood
        var lesson = CorrectionLesson(read: read, looks: looks.count)
        // What was taken off this mood before was too much: the face showed it, and it was not read. The others are to
        // give way only as far as that does not make the reading right.
        let back = read == mood ? 0 : min(corrections.mostStep, taught[mood])
        lesson.offsets[mood] = -back
        let told = max(weighed[mood] + back, weighed[.neutral])
        for emotion in Emotion.allCases where emotion != mood && emotion != .neutral {
            var excess = weighed[emotion] - told + corrections.margin
            // The looks are of a face at rest. What the filter made of all of them need not be in the middle one.
            if mood == .neutral, called.contains(emotion) { excess = max(excess, surplus(emotion, in: seen)) }
            guard excess > corrections.leastStep else { continue }
            // Only a face at rest that shows the same again tells a habit of the face from a slip.
            lesson.offsets[emotion] = min(mood == .neutral ? mostStep(emotion) : corrections.mostStep, excess)
        }
        return lesson
    }
}

/// The looks of the last minutes, at most two a second.
struct RecentLooks: Sendable {
    private typealias Look = (time: MediaTime, scores: EmotionScores)
    private var looks: [Look] = []
    /// Those that the person has named last.
    private var named: [Look] = []
    private let seconds: Double
    private static let least = 0.45

    init(seconds: Double) { self.seconds = seconds }

    mutating func add(_ scores: EmotionScores, at time: MediaTime) {
        if let last = looks.last {
            if time < last.time { looks.removeAll() } else if time - last.time < Self.least { return }
        }
        looks.append((time, scores))
        if let first = looks.first, time - first.time > seconds {
            looks.removeFirst(looks.firstIndex { time - $0.time <= seconds } ?? 0)
        }
    }

    /// Those that are not too old at `time`.
    func scores(at time: MediaTime) -> [EmotionScores] {
        looks.filter { (0...seconds).contains(time - $0.time) }.map(\.scores)
    }

    /// The scores of those that were named last.
    var namedScores: [EmotionScores] { named.map(\.scores) }

    /// The person has named them: they teach nothing again, unless what was said of them was a slip.
    mutating func name(at time: MediaTime) {
        named = looks.filter { (0...seconds).contains(time - $0.time) }
        looks.removeAll()
    }

    /// What was said of those named last was a slip: they are as if they had not been named.
    mutating func forgetNames() {
        looks = named + looks
        named = []
    }

    mutating func removeAll() { (looks, named) = ([], []) }
}
