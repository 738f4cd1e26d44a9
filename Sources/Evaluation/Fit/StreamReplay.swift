import Emotions
import Glibc
import Media
import MoodTracking

/// What the mood's rules make of a recorded stream with the constants of one model.
struct StreamReplay: Sendable {
    /// Over the seconds that show a mood: minus the logarithm of the probability that the filter gave it.
    private(set) var loss = 0.0
    /// How many seconds that were.
    private(set) var seconds = 0.0
    private(set) var shifts: [CalledShift] = []

    /// No second costs more than one in which the true mood has this probability: a change takes its time to be believed,
    /// however good the constants are.
    private static let leastProbability = 0.01

    init(_ stream: RecordedStream, model: MoodModel, policy: MoodPolicy) {
        var engine = MoodEngine(policy: policy, model: model)
        var before: Double?
        var part = 0
        let parts = stream.truth.truth
        for look in stream.looks {
            for case .shifted(let shift) in engine.observe(
                look.scores, pose: look.pose, at: MediaTime(seconds: look.time))
            {
                shifts.append(CalledShift(at: shift.at.seconds, from: shift.from.rawValue, to: shift.to.rawValue))
            }
            let step = min(before.map { look.time - $0 } ?? 0, 2)
            before = look.time
            while part + 1 < parts.count, look.time >= parts[part].end { part += 1 }
            guard look.scores != nil, part < parts.count, let mood = Emotion(rawValue: parts[part].mood) else {
                continue
            }
            loss -= step * log(Self.leastProbability + (1 - Self.leastProbability) * engine.belief[mood])
            seconds += step
        }
    }
}
