import Emotions
import Glibc
import MoodTracking

/// Makes the constants of a `MoodModel` from streams whose truth is known.
///
/// The resting scores are medians. The others are those that cost least: with them the filter believes most in what was
/// shown (the mean of minus the logarithm of the true mood's probability) and few shifts are false. It begins with knowing
/// nothing and draws nothing by chance, so the same streams give the same constants.
struct MoodFit: Sendable {
    let streams: [RecordedStream]
    /// Simulated days; they count as much as the streams together, whatever their length. Streams of some minutes cannot
    /// tell how long a mood lasts.
    var days: [RecordedStream] = []
    /// The scores of neutral faces, where labelled faces are at hand.
    var neutralFaces: [EmotionScores] = []
    let policy: MoodPolicy
    var search = PatternSearch()

    /// What a false shift costs: as much as so many seconds in which the true mood has the probability 1/e.
    private static let falseShiftSeconds = 600.0
    /// What a constant costs that is one away from the start: a mood that is hardly shown keeps ordinary numbers.
    private static let ridge = 0.002

    /// - Parameter progress: told after every round of its number and the cost reached.
    func fitted(progress: (Int, Double) -> Void = { _, _ in }) -> MoodModel {
        let resting = restingLogScores
        let start = MoodModel.Coordinates.ignorance
        let found = search.minimum(
            from: start.axes,
            { axes in
                let departure = zip(axes, start.axes).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                return cost(of: MoodModel(MoodModel.Coordinates(axes: axes), resting: resting)) + Self.ridge * departure
            }, progress: progress)
        return MoodModel(MoodModel.Coordinates(axes: found.point), resting: resting).rounded
    }

    /// What the model makes of the streams and the days, less is better.
    func cost(of model: MoodModel) -> Double {
        let groups = [streams, days].filter { !$0.isEmpty }
        return groups.reduce(0) { $0 + cost(of: model, on: $1) } / Double(max(1, groups.count))
    }

    private func cost(of model: MoodModel, on streams: [RecordedStream]) -> Double {
        var cost = 0.0, seconds = 0.0
        for stream in streams {
            let replay = StreamReplay(stream, model: model, policy: policy)
            cost += replay.loss + Self.falseShiftSeconds * Double(stream.score(replay.shifts).falseShifts)
            seconds += replay.seconds
        }
        return cost / max(1, seconds)
    }

    /// The median log scores of neutral faces, or else of the looks at neutral parts of the streams.
    private var restingLogScores: EmotionValues {
        let looks = streams.flatMap { stream in
            stream.looks.compactMap { stream.truth.mood(at: $0.time) == .neutral ? $0.scores : nil }
        }
        let neutral = neutralFaces.isEmpty ? looks : neutralFaces
        return EmotionValues { emotion in median(neutral.map { log(max($0[emotion], MoodModel.leastScore)) }) }
    }
}

extension StreamTruth {
    /// The mood shown at `time`; nil where nobody is.
    func mood(at time: Double) -> Emotion? {
        truth.last { $0.start <= time && time < $0.end }.flatMap { Emotion(rawValue: $0.mood) }
    }
}
