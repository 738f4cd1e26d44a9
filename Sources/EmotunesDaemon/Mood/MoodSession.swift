import Emotions
import FaceAnalysis
import FoundationEssentials
import Media
import MoodTracking
import Platform
import StateStore
import SystemIntegration

/// Follows the mood of the person at the desk: takes looks, and hands on what becomes of them.
///
/// Nothing here waits for a disk or a network: what is to be written goes into one queue, what calls for a playlist into
/// another, and the consumers of both may be slow.
actor MoodSession {
    var engine: MoodEngine
    let isRecording: Bool
    private let status: StatusHub
    let journal: Journal
    let history: MoodHistoryQueue
    let playlists: PlaylistRequestQueue
    let now: @Sendable () -> Date
    /// The clock that cameras stamp their frames with.
    let mediaNow: @Sendable () -> MediaTime
    private var clock: WallClock
    private var presence = PresenceAnnouncer()
    /// When the named mood began, by wall time.
    var moodSince: Date?
    /// The mood that the person has named; nil while the looks decide.
    var held: HeldMood?
    /// Ends it.
    var holdTimer: Task<Void, Never>?
    /// What was said of the mood, the oldest first.
    var corrections: [CorrectionRecord] = []
    /// The number of the newest correction that was taken over.
    var lastCorrection: Int64 = 0
    /// When the last look was.
    private(set) var lastTime: MediaTime?
    /// When the mood was last noted, and when what the engine believes was last kept.
    private var lastNote: MediaTime?, lastKept: MediaTime?
    /// When the history is thinned next; nil before the first look.
    private var thinsAt: MediaTime?
    /// The looks of the calibration that is going on; nil while none is.
    private var calibration: [EmotionScores]?

    /// The mood is noted in the history this often, in seconds.
    private static let noteInterval = 5.0
    /// At most this much of what the engine believes is lost to a power cut, in seconds.
    private static let keepInterval = 30.0
    /// The first thinning comes this long after the first look, in seconds: a machine whose clock is wrong when it starts
    /// has set it by then, and by a wrong date the whole history would look old.
    private static let thinningDelay = 3_600.0
    /// The next ones come so much later, by the looks' own clock: a replay at high speed thins its days too.
    private static let thinningInterval = 86_400.0

    /// - Parameters:
    ///   - model: what belongs to the emotion network whose readings are taken in.
    ///   - isRecording: a recording neither keeps the mood nor goes on from one, so that a replay gives the same result
    ///     every time and leaves the person's own mood alone.
    ///   - history: takes what is to be written.
    ///   - playlists: takes what calls for a playlist.
    init(
        policy: MoodPolicy, model: MoodModel, isRecording: Bool, status: StatusHub, journal: Journal,
        history: MoodHistoryQueue, playlists: PlaylistRequestQueue, now: @escaping @Sendable () -> Date = { Date() },
        mediaNow: @escaping @Sendable () -> MediaTime = { MediaTime(seconds: bootSeconds()) }
    ) {
        engine = MoodEngine(policy: policy, model: model)
        self.isRecording = isRecording
        self.status = status
        self.journal = journal
        self.history = history
        self.playlists = playlists
        self.now = now
        self.mediaNow = mediaNow
        clock = WallClock(isRecording: isRecording)
    }

    /// Goes on from what an earlier run kept.
    ///
    /// - Parameter latest: the newest playlist, if there is one.
    func resume(_ kept: KeptSession, latest: PlaylistRecord?) {
        guard !isRecording else { return }
        if let latest {
            engine = MoodEngine(policy: engine.policy, model: engine.model, playlistMood: latest.mood)
        }
        kept.resting?.restore(to: &engine.resting)
        if let mood = kept.mood {
            engine.resume(mood.memory(mediaNow: mediaNow(), now: now()))
            moodSince = Date(timeIntervalSince1970: mood.since)
        }
        resume(
            kept.corrections, heldUntil: kept.mood?.heldUntil.map { Date(timeIntervalSince1970: $0) },
            listMadeAt: latest?.at)
        showMood()
    }

    /// Whether what the person says of the mood outlives the program, as it does unless a recording is watched.
    var keepsCorrections: Bool { !isRecording }

    /// The name of the mood; nil until the first has been called.
    var mood: Emotion? { engine.mood?.name }

    /// The mood that the newest playlist is for, as far as the engine goes by it.
    var playlistMood: Emotion? { engine.playlistMood }

    /// Returns when what was handed on so far is written, for a caller that has to answer for it. The session itself
    /// never waits for that.
    nonisolated func written() async { await history.drained() }

    /// What the person's face looks like at rest.
    var resting: RestingExpression { engine.resting }

    /// Whether a calibration is going on.
    var isCalibrating: Bool { calibration != nil }

    /// Takes in one look.
    func look(_ time: MediaTime, _ reading: FaceReading, framesSeen: Int) {
        PipeTrace.enter(.mood)
        let date = clock.date(of: time, now: now())
        lastTime = time
        endHoldIfDue()
        var scores: EmotionScores?
        var pose: Int?
        if case .face(_, let found, let number) = reading {
            (scores, pose) = (found, number)
            calibration?.append(found)
        }
        let events = engine.observe(scores, pose: pose, at: time)
        if let sentence = presence.sentence(reading, events, at: time) {
            journal.presence(sentence, isBack: scores != nil, at: date)
        }
        for event in events { take(event, time, date) }
        if scores != nil {
            noteMood(time, date)
            keepNowAndThen(time)
        }
        thinNowAndThen(time, date)
        let sawFace = scores != nil
        showMood {
            $0.framesSeen = framesSeen
            $0.framesAnalysed += 1
            if sawFace { $0.facesSeen += 1 }
        }
    }

    private func take(_ event: MoodEvent, _ time: MediaTime, _ date: Date) {
        switch event {
        case .settled(let mood, let confidence):
            moodSince = date
            journal.mood(mood, confidence, at: date)
            playlists.put(.firstMood(mood, at: date))
        case .renamed:
            moodSince = date
        case .shifted(let shift):
            journal.shift(shift)
            playlists.put(
                .shift(
                    MoodShiftRecord(
                        at: date, from: shift.from, to: shift.to, confidence: shift.confidence, why: shift.why)))
            keepMood()
        case .nearly(let near): journal.nearly(near, at: date - max(0, time - near.at))
        case .away, .back: break
        }
    }

    private func noteMood(_ time: MediaTime, _ date: Date) {
        guard let mood = engine.mood else { return }
        if let last = lastNote, time >= last, time - last < Self.noteInterval { return }
        lastNote = time
        history.put(.note(MoodNote(mood.name, confidence: engine.confidence, at: date)))
    }

    /// Removes from the history what is no longer kept, if that has not been done for a day.
    private func thinNowAndThen(_ time: MediaTime, _ date: Date) {
        guard let due = thinsAt, due - time <= Self.thinningInterval else {
            // The first look, or one of a source whose clock begins anew.
            thinsAt = time + Self.thinningDelay
            return
        }
        guard time >= due else { return }
        thinsAt = time + Self.thinningInterval
        history.put(.thin(date))
    }

    /// Has `status` show the mood as it stands.
    func showMood(_ change: (inout PresentStatus) -> Void = { _ in }) {
        let window = engine.window.scores.map { PresentStatus.Window(scores: $0, samples: engine.window.count) }
        let mood = engine.mood.map { mood in
            PresentStatus.Mood(
                name: mood.name, since: moodSince, confidence: engine.confidence, distance: engine.distance,
                threshold: engine.policy.threshold)
        }
        status.update {
            ($0.window, $0.mood, $0.isAway, $0.held) = (window, mood, engine.isAway, held)
            change(&$0)
        }
    }
}

// What is kept over a restart. Playlists are in the store anyway.
extension MoodSession {
    /// Keeps the mood for the next run.
    func keepMood() {
        guard !isRecording, let memory = engine.memory else { return }
        var kept = KeptMood(memory, mediaNow: mediaNow(), now: now())
        // The wall's clock may have been set since.
        if let moodSince { kept.since = moodSince.timeIntervalSince1970 }
        kept.heldUntil = held?.until.timeIntervalSince1970
        history.put(.keep(.mood(kept), at: now()))
    }

    private func keepResting() {
        guard !isRecording else { return }
        history.put(.keep(.resting(KeptResting(engine.resting)), at: now()))
    }

    private func keepNowAndThen(_ time: MediaTime) {
        guard engine.memory != nil else { return }
        if let lastKept, time >= lastKept, time - lastKept < Self.keepInterval { return }
        lastKept = time
        keepMood()
        keepResting()
    }
}

// What the person asks for.
extension MoodSession {
    /// Takes over another policy without forgetting what was seen.
    func setPolicy(_ policy: MoodPolicy) {
        engine.policy = policy
        showMood()
    }

    /// A playlist was made for `mood` at the person's wish: the next shift is measured from it.
    func playlistWasMade(for mood: Emotion) {
        engine.madePlaylist(for: mood)
        keepMood()
        showMood()
    }

    /// Begins to collect looks.
    ///
    /// - Returns: false if a calibration is going on already; that one goes on undisturbed.
    func beginCalibration() -> Bool {
        guard calibration == nil else { return false }
        calibration = []
        return true
    }

    /// Takes what was collected as the face at rest.
    ///
    /// - Returns: how many looks there were, and whether they were enough.
    func endCalibration() -> (looks: Int, isEnough: Bool) {
        let looks = calibration ?? []
        calibration = nil
        guard engine.resting.calibrate(with: looks) else { return (looks.count, false) }
        keepResting()
        return (looks.count, true)
    }

    /// Forgets what was learnt of the person's face: it counts as an average one again.
    func forgetResting() {
        engine.resting.forget()
        keepResting()
    }
}
