import CatalogueSearch
import Emotions
import FaceAnalysis
import Foundation
import Media
import MoodTracking
import Platform
import StateStore
import Storage
import SystemIntegration
import VideoCapture

/// Joins the pipe: takes what the watcher reports, in order, drives the mood, has playlists made and keeps the history.
actor Conductor {
    var state = ConductorState()
    var engine: MoodEngine
    private var maker: PlaylistMaker
    private var publisher: FilePublisher
    let store: StateStore
    private let journal: Journal
    let now: @Sendable () -> Date
    /// The clock that cameras stamp their frames with.
    let mediaNow: @Sendable () -> MediaTime
    let isRecording: Bool
    private var clock: WallClock
    private var lastNote: MediaTime?
    /// When what the engine believes was last kept.
    var lastKept: MediaTime?
    /// What could not be recorded yet, the oldest first, and when to try again.
    private var owed: [Debt] = []
    private var retryAt = Date.distantPast
    /// One playlist is made at a time, so that none is made twice and the newest is the last; likewise their files.
    private let making = Turnstile(), publishing = Turnstile()
    private var presence = PresenceTelling()
    /// When the history is thinned next; nil before the first look.
    var thinsAt: MediaTime?
    /// The looks of the calibration that is going on; nil while none is.
    var calibration: [EmotionScores]?
    /// Told of every playlist, for whoever else brings it somewhere.
    private var made: @Sendable () async -> Void = {}
    private var listeners: [UUID: AsyncStream<Void>.Continuation] = [:]

    /// A playlist that is to be made, and the shift that asks for it.
    private struct Debt {
        var mood: Emotion
        var shift: MoodShiftRecord?
        var cause: String
        var at: Date
    }

    /// The mood is noted in the history this often, in seconds; a longer silence ends a stretch.
    private static let noteInterval = 5.0, noteGap = 30.0
    /// After a failed write, the next try comes this much later, in seconds.
    private static let retryInterval = 30.0

    init(
        policy: MoodPolicy, maker: PlaylistMaker, publisher: FilePublisher, journal: Journal, isRecording: Bool,
        now: @escaping @Sendable () -> Date = { Date() },
        mediaNow: @escaping @Sendable () -> MediaTime = { MediaTime(seconds: bootSeconds()) }
    ) {
        engine = MoodEngine(policy: policy)
        self.isRecording = isRecording
        self.maker = maker
        self.publisher = publisher
        store = maker.store
        self.journal = journal
        self.now = now
        self.mediaNow = mediaNow
        clock = WallClock(isRecording: isRecording)
    }

    /// Goes on from what an earlier run left.
    ///
    /// - Parameters:
    ///   - tracks: how many the catalogue holds.
    ///   - latest: the newest playlist; a replay leaves it aside, so that it gives the same result every time.
    func start(tracks: Int, latest: PlaylistRecord?) async {
        state.trackCount = tracks
        state.playlist = latest
        if !isRecording, let latest { engine = MoodEngine(policy: engine.policy, playlistMood: latest.mood) }
        await recall()
        await publish()
    }

    /// Takes in one event; returns when everything it led to is written.
    func take(_ event: WatchEvent) async {
        switch event {
        case .camera(let camera, let detail):
            if camera != .starting || state.camera == .starting { journal.camera(camera, detail) }
            state.camera = camera
            state.cameraDetail = detail
        case .ended:
            await settleDebts()
        case .failed(let reason):
            state.camera = .failed
            state.cameraDetail = reason
        case .look(let time, let reading, let framesSeen):
            await look(time, reading, framesSeen)
        }
        announce()
    }

    private func look(_ time: MediaTime, _ reading: FaceReading, _ framesSeen: Int) async {
        PipeTrace.enter(.mood)
        let date = clock.date(of: time, now: now())
        state.framesSeen = framesSeen
        state.framesAnalysed += 1
        var scores: EmotionScores?
        var pose: Int?
        if case .face(_, let found, let number) = reading {
            state.facesSeen += 1
            (scores, pose) = (found, number)
            calibration?.append(found)
        }
        let events = engine.observe(scores, pose: pose, at: time)
        if let sentence = presence.sentence(reading, events, at: time) { journal.note(sentence, event: .camera) }
        for event in events { await handle(event, date) }
        if scores != nil {
            await noteMood(time, date)
            await rememberNowAndThen(time)
        }
        await thinNowAndThen(time, date)
        if !owed.isEmpty, now() >= retryAt { await settleDebts() }
    }

    private func handle(_ event: MoodEvent, _ date: Date) async {
        switch event {
        case .settled(let mood, let confidence):
            state.moodSince = date
            journal.mood(mood, confidence)
            // After a restart the list that is there stays; if it does not suit, a shift will follow.
            if isRecording || state.playlist == nil {
                owed.append(Debt(mood: mood, shift: nil, cause: "first mood seen: \(mood)", at: date))
                await settleDebts()
            }
        case .renamed:
            state.moodSince = date
        case .shifted(let shift):
            let record = MoodShiftRecord(
                at: date, from: shift.from, to: shift.to, confidence: shift.confidence, why: shift.why)
            journal.shift(shift)
            owed.append(
                Debt(mood: shift.to, shift: record, cause: "mood shifted from \(shift.from) to \(shift.to)", at: date))
            await settleDebts()
            await remember()
        case .away, .back: break
        }
    }

    /// Makes the playlist that is owed, for the newest mood, and records every shift up to it; what fails is kept and
    /// tried again, so that no shift is lost to a full disk.
    private func settleDebts() async {
        await making.enter()
        defer { making.leave() }
        guard let debt = owed.last else { return }
        do {
            try await make(for: debt.mood, cause: debt.cause, at: debt.at)
            await publish()
        } catch {
            retryAt = now().addingTimeInterval(Self.retryInterval)
            report("the playlist for \(debt.mood) is waiting: \(error)")
        }
    }

    /// Makes a playlist that settles everything owed so far. Only whoever has passed `making` may call it.
    private func make(for mood: Emotion, cause: String, at date: Date) async throws {
        let settled = owed.count
        let playlist = try await maker.make(for: mood, after: owed.compactMap(\.shift), cause: cause, now: date)
        owed.removeFirst(settled)
        state.playlist = playlist
        if state.trouble != nil { journal.note("storage works again", event: .playlist) }
        state.trouble = nil
        journal.playlist(playlist)
    }

    /// Names who else is told of every playlist.
    func tell(_ made: @escaping @Sendable () async -> Void) { self.made = made }

    /// Takes over what was changed in the newest playlist after it was made: other songs, or their names.
    func refreshPlaylist() async {
        if let id = state.playlist?.id, let fresh = try? await store.playlist(id: id) { state.playlist = fresh }
        await publish()
        announce()
    }

    /// Brings the files up to the wish; called after every playlist, at the start, and now and then while one fails.
    func publish() async {
        await made()
        await publishing.enter()
        defer { publishing.leave() }
        do {
            let before = state.publishing
            state.publishing = try await publisher.reconcile(now: now())
            guard let after = state.publishing, after.state != before?.state || after.detail != before?.detail else {
                return
            }
            if after.state == .failed { journal.trouble(after.detail) }
        } catch {
            report("\(error)")
        }
    }

    /// Tries again what could not be written before.
    func takeUpDebts() async {
        guard
            !owed.isEmpty || state.trouble != nil || state.publishing?.state == .failed
                || state.publishing?.state == .pending
        else { return }
        await settleDebts()
        if owed.isEmpty, state.trouble != nil { await tryStore() }
        await publish()
        announce()
    }

    /// Whether the state can be written again, when nothing but the history was lost.
    private func tryStore() async {
        do {
            try await store.keepSnapshot(Data(), named: "alive", at: now())
            state.trouble = nil
            journal.note("storage works again", event: .playlist)
        } catch {
            report("\(error)")
        }
    }

    private func noteMood(_ time: MediaTime, _ date: Date) async {
        guard let mood = engine.mood else { return }
        if let last = lastNote, time >= last, time - last < Self.noteInterval { return }
        lastNote = time
        PipeTrace.enter(.note)
        do {
            try await store.noteMood(mood.name, confidence: engine.confidence, at: date, maximumGap: Self.noteGap)
        } catch {
            report("\(error)")
        }
    }

    func report(_ trouble: String) {
        // Once per change: a full disk must not fill the journal too.
        if state.trouble != trouble { journal.trouble(trouble) }
        state.trouble = trouble
    }
}

// What the control socket asks.
extension Conductor {
    /// A snapshot for `status`.
    var present: (ConductorState, MoodEngine) { (state, engine) }

    /// The mood and the camera in one line, for the service manager.
    var statusLine: String {
        if let trouble = state.trouble { return trouble }
        guard let mood = engine.mood else { return state.shownDetail }
        let percent = Int((engine.confidence * 100).rounded())
        return "Mood: \(mood.name) (\(percent) %)" + (engine.isAway ? ", nobody there" : "") + "; \(state.shownDetail)"
    }

    /// The watching thread hangs in a call, or has come back from it.
    func setHanging(_ isHanging: Bool) {
        guard isHanging != state.isHanging else { return }
        state.isHanging = isHanging
        journal.camera(state.shownCamera, isHanging ? PipePulse.hangingSentence : "it answers again")
        announce()
    }

    /// Something changed that `status` shows and another part knows.
    func noteChange() { announce() }

    /// A tick for every change, the newest only, until the listener goes.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = UUID()
        listeners[id] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.forget(id) } }
        continuation.yield()
        return stream
    }

    private func forget(_ id: UUID) { listeners[id] = nil }

    /// Has everybody who follows the status look again.
    func announce() {
        for listener in listeners.values { listener.yield() }
    }

    /// Makes another playlist now, for `mood` or the mood as it stands.
    ///
    /// - Returns: false if no mood was given and none is known.
    /// - Throws: `StorageError` when it cannot be recorded.
    func regenerate(_ mood: Emotion?) async throws -> Bool {
        guard let wanted = mood ?? engine.mood?.name ?? state.playlist?.mood else { return false }
        await making.enter()
        defer { making.leave() }
        try await make(for: wanted, cause: "asked for", at: now())
        engine.madePlaylist(for: wanted)
        await remember()
        await publish()
        announce()
        return true
    }

    /// Chooses from the catalogue as it is now.
    ///
    /// - Parameter index: nil if there is none to be had.
    func noteCatalogue(tracks: Int, index: CatalogueIndex?) {
        state.trackCount = tracks
        maker.memory.index = index
        announce()
    }

    /// Takes over new settings without forgetting what was seen.
    func reconfigure(policy: MoodPolicy, maker: PlaylistMaker, publisher: FilePublisher) async {
        engine.policy = policy
        self.maker = maker
        self.publisher = publisher
        await publish()
        announce()
    }
}
