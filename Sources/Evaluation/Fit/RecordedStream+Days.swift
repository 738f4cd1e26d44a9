import Curation
import Emotions
import Media

extension RecordedStream {
    /// Days of another person each, as `simulate` draws them from a seed: what would be read in them, and what was felt.
    static func days(_ measurement: SimulationMeasurement, hours: Double, seed: UInt64) -> [RecordedStream] {
        var random = SeededGenerator(seed: seed)
        var days: [RecordedStream] = []
        var left = hours
        while left > 1e-9 {
            let length = min(measurement.dayHours, left)
            let day = SimulatedDay(hours: length, using: &random)
            var person = SimulatedPerson(measurement.faces, traits: measurement.traits, using: &random)
            var looks: [Look] = []
            measurement.play(day, as: &person, hours: length) { look, time in
                looks.append(Look(time: time.seconds, scores: look.scores, pose: look.pose))
            }
            let parts = day.parts.map { StreamTruth.Part(mood: $0.mood.rawValue, start: $0.start, end: $0.end) }
            days.append(
                RecordedStream(
                    name: "day \(days.count + 1) of seed \(seed)", looks: looks,
                    truth: StreamTruth(truth: parts, slots: []), day: day))
            left -= length
        }
        return days
    }

    /// Called shifts against the truth: as `simulate` counts where it is a simulated day, else as `stream` does.
    func score(_ shifts: [CalledShift]) -> RecordedScore {
        if let day {
            let called = shifts.compactMap { shift in Emotion(rawValue: shift.to).map { (at: shift.at, to: $0) } }
            let result = SimulationMeasurement.score(called, day, hours: (day.parts.last?.end ?? 0) / 3600)
            return RecordedScore(
                changes: result.changes, detected: result.detected, falseShifts: result.falseShifts,
                delays: result.delays)
        }
        let score = StreamScore(shifts: shifts, truth: truth)
        return RecordedScore(
            changes: score.truthChanges, detected: score.detected, falseShifts: score.falseShifts, delays: score.delays)
    }
}

/// What was called against what was true, over one or more streams.
struct RecordedScore: Sendable, Equatable {
    var changes = 0, detected = 0, falseShifts = 0
    /// Seconds, one for each detected change.
    var delays: [Double] = []

    /// The delay that `share` of the detected changes stay within (nearest rank); nil when none was detected.
    func delay(quantile share: Double) -> Double? {
        guard !delays.isEmpty else { return nil }
        let rank = Int((share * Double(delays.count)).rounded(.up))
        return delays.sorted()[min(max(rank, 1), delays.count) - 1]
    }

    mutating func add(_ other: RecordedScore) {
        changes += other.changes
        detected += other.detected
        falseShifts += other.falseShifts
        delays += other.delays
    }
}
