import Curation
import Emotions
import Media
import MoodTracking

/// How people who correct the mood fare, on the same days as without a word of theirs.
struct CorrectionsMeasurement {
    /// When a person says what they feel.
    enum Habit: Sendable {
        /// Half a minute after they saw that it is wrong, so many times at most.
        case mending(times: Int)
        /// Once, after an hour, something they do not feel.
        case wrong
        /// Never.
        case silent
    }

    /// How the mood was followed in the hours that count.
    struct Following: Encodable, Sendable {
        var falseShifts = 0
        /// Changes, how many of them were found, and after how many seconds.
        var changes = 0, detected = 0
        var medianDelay: Double?
        /// The same of the changes to sadness.
        var sadChanges = 0, sadDetected = 0
        var medianSadDelay: Double?
        /// Minutes in which the playlist was for another mood than the true one, that had lasted two minutes.
        var wrongMinutes = 0.0

        private var delays: [Double] = [], sadDelays: [Double] = []

        mutating func add(_ judged: [SimulationMeasurement.Change], falseShifts others: Int, wrongMinutes more: Double)
        {
            falseShifts += others
            wrongMinutes += more
            let sad = judged.filter { $0.mood == .sad }
            changes += judged.count
            sadChanges += sad.count
            delays += judged.compactMap(\.delay)
            sadDelays += sad.compactMap(\.delay)
            (detected, sadDetected) = (delays.count, sadDelays.count)
            medianDelay = delays.isEmpty ? nil : median(delays)
            medianSadDelay = sadDelays.isEmpty ? nil : median(sadDelays)
        }
    }

    /// What came of the time after the last correction's hold, of those who said something.
    struct Outcome: Encodable, Sendable {
        /// How many people there were, how many of them said something and how often, and hours of theirs that count: after
        /// the last hold, or all of a person who is to say nothing.
        var people = 0, talkers = 0, words = 0
        var hours = 0.0
        /// Those hours without corrections, and with.
        var without = Following(), with = Following()
        /// False shifts in the ten minutes after a hold ended.
        var falseAtEnds = 0
    }

    var measurement: SimulationMeasurement
    /// What their face shows more of than others', in log scores.
    var atRest: [Emotion: Double]
    var habit: Habit
    let model: MoodModel
    let policy: MoodPolicy
    /// One person's days, without nights between them.
    var dayHours = 24.0
    /// How long a correction holds the mood.
    var holdSeconds = 3600.0

    /// From a false shift to the correction.
    private static let reaction = 30.0
    private static let firstHour = 3600.0
    private static let aftermath = 600.0

    func run(people: Int, seed: UInt64) -> Outcome {
        var outcome = Outcome()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<people {
            let day = SimulatedDay(hours: dayHours, using: &random)
            let person = SimulatedPerson(measurement.faces, traits: measurement.traits, atRest: atRest, using: &random)
            let told = live(day, person, corrects: true)
            outcome.people += 1
            guard let end = told.ends.last else {
                if case .silent = habit { add(day, told, told, from: 0, to: &outcome) }
                continue
            }
            outcome.talkers += 1
            add(day, told, live(day, person, corrects: false), from: end, to: &outcome)
        }
        return outcome
    }

    private func add(_ day: SimulatedDay, _ told: Life, _ silent: Life, from: Double, to outcome: inout Outcome) {
        var rest = day
        rest.parts = day.parts.filter { $0.end > from }
        for (life, following) in [(silent, \Outcome.without), (told, \.with)] {
            var shifts = life.shifts.filter { $0.at > from }
            // What was held may be over by then: the shift to what is felt at that time is none that counts.
            if let first = rest.parts.first, let shift = shifts.firstIndex(where: { $0.at < first.end }),
                shifts[shift].to == first.mood
            {
                shifts.remove(at: shift)
            }
            let judged = SimulationMeasurement.judge(shifts, rest, hours: dayHours - from / 3600)
            outcome[keyPath: following].add(
                judged.changes, falseShifts: judged.falseAt.count,
                wrongMinutes: Double(life.wrongAt.count { $0 > from }) / measurement.looksPerSecond / 60)
        }
        outcome.hours += dayHours - from / 3600
        outcome.words += told.ends.count
        let all = SimulationMeasurement.judge(told.shifts, day, hours: dayHours).falseAt
        outcome.falseAtEnds += told.ends.reduce(0) { sum, end in
            sum + all.filter { $0 >= end && $0 < end + Self.aftermath }.count
        }
    }

    /// What happened in one person's days.
    private struct Life {
        var shifts: [(at: Double, to: Emotion)] = []
        /// When each hold ended.
        var ends: [Double] = []
        /// The looks at which the playlist was for another mood than the true one.
        var wrongAt: [Double] = []
    }

    private func live(_ day: SimulatedDay, _ person: SimulatedPerson, corrects: Bool) -> Life {
        var person = person, life = Life(), lessons: [EmotionValues] = []
        var engine = MoodEngine(policy: policy, model: model)
        var wrongSince: Double?, heldUntil: Double?
        var left = 0
        if corrects {
            left =
                switch habit {
                case .mending(let times): times
                case .wrong: 1
                case .silent: 0
                }
        }
        var random = SeededGenerator(seed: UInt64(day.parts.count))
        measurement.play(day, as: &person, hours: dayHours) { look, time in
            for case .shifted(let shift) in engine.observe(look.scores, pose: look.pose, at: time) {
                life.shifts.append((time.seconds, shift.to))
            }
            if let end = heldUntil, time.seconds >= end {
                engine.release()
                heldUntil = nil
                life.ends.append(end)
            }
            guard let truth = day.mood(at: time.seconds), let mood = engine.mood else { return }
            let isWrong = engine.playlistMood != truth && day.hasLasted(time.seconds)
            if isWrong { life.wrongAt.append(time.seconds) }
            guard left > 0, heldUntil == nil else { return }
            var word: Emotion?
            switch habit {
            case .mending:
                let isWrong = isWrong && mood.name != truth
                wrongSince = isWrong ? wrongSince ?? time.seconds : nil
                if let wrongSince, time.seconds - wrongSince >= Self.reaction { word = truth }
            case .wrong:
                if time.seconds >= Self.firstHour {
                    word = Emotion.allCases.filter { $0 != truth }.randomElement(using: &random)
                }
            case .silent: break
            }
            guard let word else { return }
            lessons.append(engine.lesson(word, at: time).offsets)
            engine.resting.take(lessons)
            engine.hold(word, at: time)
            heldUntil = time.seconds + holdSeconds
            (wrongSince, left) = (nil, left - 1)
        }
        return life
    }
}

extension SimulatedDay {
    /// What is felt then; nil where no person is there.
    fileprivate func mood(at time: Double) -> Emotion? {
        absences.contains { $0.contains(time) } ? nil : parts.first { $0.start <= time && time < $0.end }?.mood
    }

    /// Whether it has been felt for so long that a mood which is still called otherwise is no mere delay.
    fileprivate func hasLasted(_ time: Double) -> Bool {
        parts.first { $0.start <= time && time < $0.end }.map { time - $0.start > 120 } ?? false
    }
}
