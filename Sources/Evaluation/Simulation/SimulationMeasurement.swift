import Curation
import Emotions
import Media

/// What a policy did with many simulated days.
struct SimulationResult: Encodable, Sendable {
    var hours = 0.0
    /// Changes to a mood that lasted over two minutes with somebody there, and how many of them were followed.
    var changes = 0, detected = 0
    /// Shifts to another mood than the true one.
    var falseShifts = 0
    /// Seconds from the change, for each detected one.
    var delays: [Double] = []

    var falsePerHour: Double { hours > 0 ? Double(falseShifts) / hours : 0 }
    var medianDelay: Double? { delays.isEmpty ? nil : median(delays) }

    /// The delay that `share` of the detected changes stay within (nearest rank).
    func delay(quantile share: Double) -> Double? {
        guard !delays.isEmpty else { return nil }
        let rank = Int((share * Double(delays.count)).rounded(.up))
        return delays.sorted()[min(max(rank, 1), delays.count) - 1]
    }

    mutating func add(_ other: SimulationResult) {
        hours += other.hours
        changes += other.changes
        detected += other.detected
        falseShifts += other.falseShifts
        delays += other.delays
    }
}

/// Lets a policy live through days of another person each.
struct SimulationMeasurement {
    let faces: ScoredFaces
    var traits = SimulatedPerson.Traits()
    /// Hours of one person's day.
    var dayHours = 8.0
    var looksPerSecond = 2.0
    /// A change is asked for if its mood is seen for at least this long, in seconds.
    private static let demandedSeconds = 120.0
    /// After a stretch too short to be asked for, a shift to its mood is forgiven this long.
    private static let aftermathSeconds = 45.0

    /// Hours of days drawn from `seed`; every policy sees the same days.
    func run(hours: Double, seed: UInt64, policy make: () -> any SimulatedPolicy) -> SimulationResult {
        var total = SimulationResult()
        var random = SeededGenerator(seed: seed)
        while total.hours < hours - 1e-9 {
            let length = min(dayHours, hours - total.hours)
            let day = SimulatedDay(hours: length, using: &random)
            var person = SimulatedPerson(faces, traits: traits, using: &random)
            total.add(live(day, as: &person, policy: make(), hours: length))
        }
        return total
    }

    /// Hours of one mood, with somebody there all the time.
    func steady(_ mood: Emotion, hours: Double, seed: UInt64, policy: any SimulatedPolicy) -> SimulationResult {
        var random = SeededGenerator(seed: seed)
        var person = SimulatedPerson(faces, traits: traits, using: &random)
        return live(SimulatedDay(steady: mood, hours: hours), as: &person, policy: policy, hours: hours)
    }

    /// One day.
    func live(
        _ day: SimulatedDay, as person: inout SimulatedPerson, policy: any SimulatedPolicy, hours: Double
    ) -> SimulationResult {
        var policy = policy
        var shifts: [(at: Double, to: Emotion)] = []
        play(day, as: &person, hours: hours) { look, time in
            if let mood = policy.observe(look, at: time) { shifts.append((time.seconds, mood)) }
        }
        return Self.score(shifts, day, hours: hours)
    }

    /// The looks of one day, one after the other.
    func play(
        _ day: SimulatedDay, as person: inout SimulatedPerson, hours: Double,
        _ take: (SimulatedPerson.Look, MediaTime) -> Void
    ) {
        let step = 1 / looksPerSecond
        var part = 0, absence = 0
        for number in 0..<Int(hours * 3600 * looksPerSecond) {
            let time = Double(number) * step
            while part + 1 < day.parts.count, time >= day.parts[part].end { part += 1 }
            while absence < day.absences.count, time > day.absences[absence].upperBound { absence += 1 }
            let isAway = absence < day.absences.count && day.absences[absence].contains(time)
            let look =
                isAway ? SimulatedPerson.Look() : person.look(at: time, after: step, feeling: day.parts[part].mood)
            take(look, MediaTime(seconds: time))
        }
    }

    /// A change is detected by the first shift to its mood while it lasts; every other shift is false, but for one to a
    /// mood too short to be asked for, or back from it.
    static func score(_ shifts: [(at: Double, to: Emotion)], _ day: SimulatedDay, hours: Double) -> SimulationResult {
        judge(shifts, day, hours: hours).result
    }

    /// A change that was asked for: the mood it was to, and after how long it was found; nil if it was not.
    typealias Change = (mood: Emotion, delay: Double?)

    /// The same, and when the false shifts were, and what became of each change.
    static func judge(
        _ shifts: [(at: Double, to: Emotion)], _ day: SimulatedDay, hours: Double
    ) -> (result: SimulationResult, falseAt: [Double], changes: [Change]) {
        var result = SimulationResult(hours: hours), changes: [Change] = []
        var open = shifts
        for (i, part) in day.parts.enumerated().dropFirst() {
            let present = part.end - part.start - absent(between: part.start, and: part.end, day)
            let found = open.firstIndex { $0.to == part.mood && part.start <= $0.at && $0.at <= part.end }
            // A stretch that was missed before leaves the mood as it was: then there is nothing to be called.
            let isReturn = i >= 2 && day.parts[i - 2].mood == part.mood && found == nil
            if present >= demandedSeconds, !(isReturn && wasMissed(i - 1, day, shifts)) {
                let delay = found.map { found in
                    open[found].at - part.start - absent(between: part.start, and: open[found].at, day)
                }
                changes.append((part.mood, delay))
            }
            if let found { open.remove(at: found) }
        }
        let falseAt = open.filter { !isExcused($0, day) }.map(\.at)
        result.falseShifts = falseAt.count
        result.changes = changes.count
        result.delays = changes.compactMap(\.delay)
        result.detected = result.delays.count
        return (result, falseAt, changes)
    }

    private static func wasMissed(_ i: Int, _ day: SimulatedDay, _ shifts: [(at: Double, to: Emotion)]) -> Bool {
        let part = day.parts[i]
        return !shifts.contains { $0.to == part.mood && part.start <= $0.at && $0.at <= part.end }
    }

    private static func isExcused(_ shift: (at: Double, to: Emotion), _ day: SimulatedDay) -> Bool {
        day.parts.indices.contains { i in
            let part = day.parts[i]
            guard part.end - part.start < demandedSeconds, part.start <= shift.at,
                shift.at <= part.end + aftermathSeconds
            else { return false }
            return [i - 1, i, i + 1].contains { day.parts.indices.contains($0) && day.parts[$0].mood == shift.to }
        }
    }

    private static func absent(between start: Double, and end: Double, _ day: SimulatedDay) -> Double {
        day.absences.reduce(0) { $0 + max(0, min($1.upperBound, end) - max($1.lowerBound, start)) }
    }
}
