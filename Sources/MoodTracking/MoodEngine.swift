package import Emotions
import Glibc
package import Media

/// From readings to mood shifts: window, filter and decision in one value. Pure; the clock is the readings' own.
package struct MoodEngine: Sendable {
    package var policy: MoodPolicy {
        didSet {
            window.seconds = policy.windowSeconds
            filter.pose.stretch(to: policy.windowSeconds)
        }
    }
    /// The visible sliding window.
    package private(set) var window: MoodWindow
    /// The mood's name and since when; nil until the first has been called.
    package private(set) var mood: (name: Emotion, since: MediaTime)?
    /// The mood the playlist was made for.
    package private(set) var playlistMood: Emotion?
    /// Whether nobody has been seen for `awaySeconds`.
    package private(set) var isAway = false
    /// Whether the person has said what the mood is: no look changes it until `release`.
    package private(set) var isHeld = false

    /// What this person's face looks like at rest.
    package var resting: RestingExpression
    /// What belongs to the emotion network whose readings are taken in.
    package let model: MoodModel

    private let parameters: MoodParameters
    private var filter: MoodFilter
    private var shares: LookShares
    private var recent: RecentLooks
    /// The moods that were believed before the hold began.
    private var calledBefore: [Emotion] = []
    private var lastLook: MediaTime?
    private var lastFace: MediaTime?
    /// When the cool-down began: the last shift, or playlist made at the person's wish.
    package private(set) var lastShift: MediaTime?
    /// The mood that a shift may come to, and since when it has been far enough from the playlist's.
    private var candidate: (mood: Emotion, since: MediaTime)?
    private var approach = ShiftApproach()
    /// Seconds of readings since the start or since the person came back.
    private var evidence = 0.0

    /// - Parameters:
    ///   - model: what belongs to the emotion network whose readings are taken in.
    ///   - playlistMood: the mood of a playlist that is there already, after a restart.
    package init(
        policy: MoodPolicy, model: MoodModel, playlistMood: Emotion? = nil,
        parameters: MoodParameters = MoodParameters()
    ) {
        self.policy = policy
        self.model = model
        self.playlistMood = playlistMood
        self.parameters = parameters
        resting = RestingExpression(
            usual: model.restingLogScores, parameters: parameters.resting, corrections: parameters.corrections)
        recent = RecentLooks(seconds: parameters.corrections.lookSeconds)
        window = MoodWindow(seconds: policy.windowSeconds)
        filter = MoodFilter(model: model, windowSeconds: policy.windowSeconds, parameters: parameters)
        shares = LookShares(model: model, parameters: parameters.support)
    }

    /// The probability of each mood now; a mood that too few of the looks show has next to none.
    package var belief: EmotionScores {
        let supported = supported
        return EmotionScores { supported[$0] }
    }

    /// What decisions rest on: where the filter believes in what the looks do not show, the others do not become surer.
    private var supported: EmotionValues {
        let belief = filter.belief
        return shares.isEmpty
            ? EmotionValues { belief[$0] }
            : shares.supported(belief, known: [mood?.name, playlistMood].compactMap(\.self))
    }

    /// Goes on from what an earlier engine believed; its times are on the clock of the looks to come.
    ///
    /// A shift needs as much fresh evidence as at the first start: another person may sit there now.
    package mutating func resume(_ memory: Memory) {
        filter.resume(memory.belief)
        mood = (memory.mood, memory.since)
        lastShift = memory.lastShift
    }

    /// The probability of the named mood, 0 to 1; a mood that the person has named is certain.
    package var confidence: Double { isHeld ? 1 : mood.map { belief[$0.name] } ?? 0 }

    /// How much likelier the named mood is than the one the playlist was made for, 0 to 1, on the threshold's scale.
    package var distance: Double {
        guard !isHeld, let mood, let playlistMood else { return 0 }
        let supported = supported
        return max(0, supported[mood.name] - supported[playlistMood])
    }

    /// A playlist was made for `mood` at the person's own wish: distance is measured from it now.
    package mutating func madePlaylist(for mood: Emotion) {
        playlistMood = mood
        candidate = nil
        approach.forget()
        lastShift = lastLook ?? lastShift
    }

    /// Takes in one look: `scores` of the face that was seen, or nil for no sample (nobody, or too poor a picture).
    ///
    /// - Parameter pose: a number that is another whenever the face's picture is another; nil if that is not known.
    package mutating func observe(_ scores: EmotionScores?, pose: Int? = nil, at time: MediaTime) -> [MoodEvent] {
        if let last = lastLook, time < last { forgetTimes() }
        let elapsed = lastLook.map { max(0, time - $0) } ?? 0.5
        lastLook = time
        window.expire(at: time)
        guard let scores else { return observeNobody(at: time) }

        var events: [MoodEvent] = []
        if isAway {
            isAway = false
            if let lastFace, time - lastFace >= parameters.decision.longAbsenceSeconds { filter.beginMood() }
            evidence = 0
            candidate = nil
            shares.removeAll()
            events.append(.back)
        }
        lastFace = time
        window.add(scores, at: time)
        let corrected = resting.corrected(scores)
        filter.update(corrected, pose: pose, seconds: elapsed)
        shares.add(corrected, seconds: min(elapsed, parameters.stay.longestStepSeconds), at: time)
        resting.learn(scores, seconds: elapsed)
        recent.add(scores, at: time)
        guard !isHeld else { return events }
        evidence += min(elapsed, parameters.stay.longestStepSeconds)
        guard evidence >= parameters.decision.settleSeconds else { return events }
        return events + decide(at: time)
    }

    private mutating func observeNobody(at time: MediaTime) -> [MoodEvent] {
        if lastFace == nil { lastFace = time }
        guard let seen = lastFace, !isAway, time - seen >= parameters.decision.awaySeconds else { return [] }
        isAway = true
        return [.away] + (isHeld ? [] : [approach.left(policy).map(MoodEvent.nearly)].compactMap(\.self))
    }

    private mutating func decide(at time: MediaTime) -> [MoodEvent] {
        let belief = belief, supported = supported
        guard let present = mood else {
            let first = belief.dominant
            let decision = parameters.decision
            guard supported[first] >= decision.settledConfidence || evidence >= decision.undecidedSeconds else {
                return []
            }
            mood = (first, time)
            filter.beginMood()
            playlistMood = playlistMood ?? first
            return [.settled(first, confidence: belief[first])]
        }
        var events: [MoodEvent] = []
        let likeliest = belief.dominant, lead = parameters.decision.renameLead
        if likeliest != present.name && supported[likeliest] >= supported[present.name] + lead {
            mood = (likeliest, time)
            filter.beginMood()
            events.append(.renamed(from: present.name, to: likeliest, confidence: belief[likeliest]))
        }
        if let shift = shift(at: time) {
            approach.forget()
            events.append(.shifted(shift))
        } else if let near = approach.looked(
            mood?.name, from: playlistMood, distance: distance, isCooling: isCooling(at: time), policy: policy, at: time
        ) {
            events.append(.nearly(near))
        }
        return events
    }

    /// Whether it is too soon for a shift.
    private func isCooling(at time: MediaTime) -> Bool { lastShift.map { time - $0 < policy.cooldownSeconds } ?? false }

    private mutating func shift(at time: MediaTime) -> MoodShift? {
        guard let mood, let from = playlistMood, mood.name != from, distance >= policy.threshold else {
            candidate = nil
            return nil
        }
        let since: MediaTime
        if let candidate, candidate.mood == mood.name {
            since = candidate.since
        } else {
            since = time
            candidate = (mood.name, time)
        }
        guard time - since >= policy.dwellSeconds else { return nil }
        guard !isCooling(at: time) else { return nil }
        let shift = MoodShift(
            at: time, from: from, to: mood.name, confidence: confidence, distance: distance,
            why: Self.why(
                from: from, to: mood.name, confidence: confidence, share: shares.share(of: mood.name),
                seconds: time - mood.since))
        lastShift = time
        candidate = nil
        playlistMood = mood.name
        return shift
    }

    /// A clock that went back belongs to another recording: intervals measured against it would be meaningless.
    private mutating func forgetTimes() {
        window.removeAll()
        shares.removeAll()
        recent.removeAll()
        lastFace = nil
        lastShift = nil
        candidate = nil
        approach.forget()
    }

    private static func why(
        from: Emotion, to: Emotion, confidence: Double, share: Double, seconds: Double
    ) -> String {
        let percent = Int((confidence * 100).rounded()), looks = Int((share * 100).rounded())
        return "looked \(to) rather than \(from) for the last \(Int(seconds.rounded())) s, in \(looks) % of the looks "
            + "(\(percent) % sure)"
    }
}

// The person says what the mood is.
extension MoodEngine {
    /// What the looks of the last minutes teach, if the person felt `mood` meanwhile; nothing is changed.
    package func lesson(_ mood: Emotion, at time: MediaTime) -> CorrectionLesson {
        resting.lesson(mood, recent.scores(at: time), called: called, model: model)
    }

    /// What the looks that were named last teach, if what was said of them was a slip and the person felt `mood` meanwhile;
    /// nothing is changed.
    ///
    /// - Parameter lessons: those that count without the slip's.
    package func lesson(_ mood: Emotion, afterSlip lessons: [EmotionValues]) -> CorrectionLesson {
        var resting = resting
        resting.take(lessons)
        return resting.lesson(mood, recent.namedScores, called: calledBefore, model: model)
    }

    /// What the looks were taken for; nothing while the person's word holds.
    private var called: [Emotion] { isHeld ? [] : [mood?.name, playlistMood].compactMap(\.self) }

    /// The mood is `name` from now on, whatever the face shows, until `release`; the playlist is to follow.
    ///
    /// Looks are taken in all the same, so that window and face at rest go on. Those of before have been named with it, and
    /// teach nothing again.
    ///
    /// - Parameter isAfterSlip: whether it takes the place of what was said last, of the same looks.
    package mutating func hold(_ name: Emotion, at time: MediaTime, isAfterSlip: Bool = false) {
        if !isAfterSlip {
            calledBefore = called
            recent.name(at: time)
        }
        if !isHeld || mood?.name != name { mood = (name, time) }
        isHeld = true
        playlistMood = name
        candidate = nil
        approach.forget()
    }

    /// The looks decide again. What was held is believed until they show another mood for as long as after a start, and
    /// what they showed meanwhile makes no shift. A playlist that was made for another mood meanwhile stays.
    ///
    /// - Parameter isSlip: whether the mood was named by mistake: the looks that it named are to be named again.
    package mutating func release(isSlip: Bool = false) {
        guard isHeld, let mood else { return }
        isHeld = false
        if isSlip { recent.forgetNames() }
        evidence = 0
        candidate = nil
        lastShift = lastLook ?? lastShift
        let sure = parameters.corrections.heldBelief, others = 1 - model.transitionPrior[mood.name]
        filter.resume(
            EmotionScores { $0 == mood.name ? sure : (1 - sure) * model.transitionPrior[$0] / others })
        filter.beginMood()
        shares.removeAll()
    }
}
