import Emotions
import Media
import MoodTracking

/// Anything that turns looks into mood shifts, so that policies can be compared on the same days.
protocol SimulatedPolicy {
    /// The mood shifted to at this look, or nil.
    mutating func observe(_ look: SimulatedPerson.Look, at time: MediaTime) -> Emotion?
}

/// What ships.
struct ShippedPolicy: SimulatedPolicy {
    var engine: MoodEngine

    mutating func observe(_ look: SimulatedPerson.Look, at time: MediaTime) -> Emotion? {
        for case .shifted(let shift) in engine.observe(look.scores, pose: look.pose, at: time) { return shift.to }
        return nil
    }
}

/// An exponential moving average of the scores with dwell and cool-down: what most programs of this kind do.
struct MovingAverage: SimulatedPolicy {
    /// Time constant of the average, lead needed, and how long it must last, in seconds.
    var seconds: Double, lead = 0.1, dwell = 4.0, cooldown = 30.0

    private var mean = EmotionScores.uniform
    private var seen = 0.0, last: MediaTime?
    private var mood: Emotion?, leaning: (mood: Emotion, since: MediaTime)?, lastShift: MediaTime?

    init(seconds: Double) { self.seconds = seconds }

    mutating func observe(_ look: SimulatedPerson.Look, at time: MediaTime) -> Emotion? {
        let elapsed = min(last.map { time - $0 } ?? 0.5, 2)
        last = time
        guard let scores = look.scores else { return nil }
        seen += elapsed
        let weight = min(1, elapsed / min(seconds, seen))
        let before = mean
        mean = EmotionScores { before[$0] * (1 - weight) + scores[$0] * weight }
        guard seen >= 20 else { return nil }
        let likeliest = mean.dominant
        guard let present = mood else {
            mood = likeliest
            return nil
        }
        guard likeliest != present, mean[likeliest] >= mean[present] + lead else {
            leaning = nil
            return nil
        }
        if leaning?.mood != likeliest { leaning = (likeliest, time) }
        guard let leaning, time - leaning.since >= dwell, lastShift.map({ time - $0 >= cooldown }) ?? true
        else { return nil }
        mood = likeliest
        lastShift = time
        self.leaning = nil
        return likeliest
    }
}
