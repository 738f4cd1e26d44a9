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

    /// What this person's face looks like at rest.
    package var resting = RestingExpression()

    private var filter: MoodFilter
    private var lastLook: MediaTime?
    private var lastFace: MediaTime?
    /// When the cool-down began: the last shift, or playlist made at the person's wish.
    package private(set) var lastShift: MediaTime?
    private var leaning: (mood: Emotion, since: MediaTime)?
    /// Seconds of readings since the start or since somebody came back.
    private var evidence = 0.0

    /// Nothing is called before this many seconds of readings, and the first mood not before it is this likely, unless
    /// `undecidedSeconds` have passed.
    private static let settleSeconds = 20.0, settledConfidence = 0.95, undecidedSeconds = 90.0
    /// Without a face for this long, nobody is there.
    private static let awaySeconds = 20.0
    /// After so many seconds without a face, the mood may be any again: it has to prove itself like a new one.
    private static let longAbsence = 900.0
    /// Another mood must lead by this much to take over the name.
    private static let renameLead = 0.1

    /// - Parameter playlistMood: the mood of a playlist that is there already, after a restart.
    package init(policy: MoodPolicy, playlistMood: Emotion? = nil) {
        self.policy = policy
        self.playlistMood = playlistMood
        window = MoodWindow(seconds: policy.windowSeconds)
        filter = MoodFilter(windowSeconds: policy.windowSeconds)
    }

    /// The probability of each mood now.
    var belief: EmotionScores { filter.belief }

    /// Goes on from what an earlier engine believed; its times are on the clock of the looks to come.
    ///
    /// A shift needs as much fresh evidence as at the first start: somebody else may sit there now.
    package mutating func resume(_ memory: Memory) {
        filter.resume(memory.belief)
        mood = (memory.mood, memory.since)
        lastShift = memory.lastShift
    }

    /// The probability of the named mood, 0 to 1.
    package var confidence: Double { mood.map { filter.belief[$0.name] } ?? 0 }

    /// How much likelier the named mood is than the one the playlist was made for, 0 to 1, on the threshold's scale.
    package var distance: Double {
        guard let mood, let playlistMood else { return 0 }
        return max(0, filter.belief[mood.name] - filter.belief[playlistMood])
    }

    /// A playlist was made for `mood` at the person's own wish: distance is measured from it now.
    package mutating func madePlaylist(for mood: Emotion) {
        playlistMood = mood
        leaning = nil
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
            if let lastFace, time - lastFace >= Self.longAbsence { filter.beginMood() }
            evidence = 0
            leaning = nil
            events.append(.back)
        }
        lastFace = time
        window.add(scores, at: time)
        filter.update(resting.free(scores), pose: pose, seconds: elapsed)
        resting.learn(scores, seconds: elapsed)
        evidence += min(elapsed, filter.longestStep)
        guard evidence >= Self.settleSeconds else { return events }
        return events + decide(at: time)
    }

    private mutating func observeNobody(at time: MediaTime) -> [MoodEvent] {
        if lastFace == nil { lastFace = time }
        guard let seen = lastFace, !isAway, time - seen >= Self.awaySeconds else { return [] }
        isAway = true
        return [.away]
    }

    private mutating func decide(at time: MediaTime) -> [MoodEvent] {
        let belief = filter.belief
        guard let present = mood else {
            let first = belief.dominant
            guard belief[first] >= Self.settledConfidence || evidence >= Self.undecidedSeconds else { return [] }
            mood = (first, time)
            filter.beginMood()
            playlistMood = playlistMood ?? first
            return [.settled(first, confidence: belief[first])]
        }
        var events: [MoodEvent] = []
        let likeliest = belief.dominant
        if likeliest != present.name && belief[likeliest] >= belief[present.name] + Self.renameLead {
            mood = (likeliest, time)
            filter.beginMood()
            events.append(.renamed(from: present.name, to: likeliest, confidence: belief[likeliest]))
        }
        if let shift = shift(at: time) { events.append(.shifted(shift)) }
        return events
    }

    private mutating func shift(at time: MediaTime) -> MoodShift? {
        guard let mood, let from = playlistMood, mood.name != from, distance >= policy.threshold else {
            leaning = nil
            return nil
        }
        let since: MediaTime
        if let leaning, leaning.mood == mood.name {
            since = leaning.since
        } else {
            since = time
            leaning = (mood.name, time)
        }
        guard time - since >= policy.dwellSeconds else { return nil }
        if let lastShift, time - lastShift < policy.cooldownSeconds { return nil }
        let shift = MoodShift(
            at: time, from: from, to: mood.name, confidence: confidence, distance: distance,
            why: Self.why(from: from, to: mood.name, confidence: confidence, seconds: time - mood.since))
        lastShift = time
        leaning = nil
        playlistMood = mood.name
        return shift
    }

    /// A clock that went back belongs to another recording: intervals measured against it would be meaningless.
    private mutating func forgetTimes() {
        window.removeAll()
        lastFace = nil
        lastShift = nil
        leaning = nil
    }

    private static func why(from: Emotion, to: Emotion, confidence: Double, seconds: Double) -> String {
        let percent = Int((confidence * 100).rounded())
        return "looked \(to) rather than \(from) for the last \(Int(seconds.rounded())) s (\(percent) % sure)"
    }
}
