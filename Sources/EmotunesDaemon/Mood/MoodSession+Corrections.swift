import Emotions
import FoundationEssentials
import Media
import MoodTracking
import StateStore
import SystemIntegration

/// A mood that the person has named, and until when it is held.
struct HeldMood: Sendable, Equatable {
    var mood: Emotion
    /// The user who said it.
    var by: String
    var since: Date
    var until: Date
    /// The correction's number.
    var correction: Int64?
}

// What the person says of the mood. Only what has been written is taken over: `DaemonControl` writes first.
extension MoodSession {
    /// What was taught is taken back with the hold within so many seconds: then it was a slip.
    static let slipSeconds = 600.0
    /// Another mood that is named within so many seconds is said of the same looks: the first was a slip.
    static let sameLooksSeconds = 120.0

    /// What is to be written when the person says what the mood is.
    struct Word: Sendable {
        var correction: CorrectionRecord
        var event: EventRecord
        /// The correction that was a slip, and whose place this one takes; nil where there is none.
        var slip: Int64?
    }

    /// What is to be written if the person, `by` name, says that the mood is `mood`; nothing is changed. Said again of the
    /// mood that is held, it is the same correction with another end: the looks of before have taught what they can.
    func correction(_ mood: Emotion, seconds: Int, by: String) -> Word {
        let moment = now(), until = moment.addingTimeInterval(Double(seconds))
        if let held, held.mood == mood, moment < held.until,
            var same = corrections.last(where: { $0.id == held.correction })
        {
            same.until = until
            let minutes = Int((Double(seconds) / 60).rounded())
            let text = "\(by) said again that the mood is \(mood): it is held for \(minutes) min from now"
            let event = EventRecord(at: moment, kind: .mood, word: "held", subject: mood.rawValue, text: text)
            return Word(correction: same, event: event)
        }
        let slip = held.flatMap { held in
            moment < held.until && (0..<Self.sameLooksSeconds).contains(moment.timeIntervalSince(held.since))
                ? held : nil
        }
        let lesson =
            slip.map { slip in
                engine.lesson(mood, afterSlip: corrections.filter { $0.id != slip.correction }.map(\.lesson))
            } ?? engine.lesson(mood, at: present)
        let correction = CorrectionRecord(
            at: moment, mood: mood, read: lesson.read, looks: lesson.looks, lesson: lesson.offsets, by: by,
            until: until)
        var event = correction.event
        if let slip { event.text += "; \(slip.mood) was a slip, and what it taught is forgotten" }
        return Word(correction: correction, event: event, slip: slip?.correction)
    }

    /// Holds the mood that was named, and reads the face by what it taught.
    func take(_ word: Word) {
        var correction = word.correction
        if let slip = word.slip { corrections.removeAll { $0.id == slip } }
        if let place = corrections.lastIndex(where: { $0.id == correction.id }), correction.id != nil {
            corrections[place] = correction
        } else {
            // Where nothing is kept the session itself counts.
            lastCorrection = correction.id ?? lastCorrection + 1
            correction.id = lastCorrection
            corrections.append(correction)
            if let place = CorrectionRecord.surplus(corrections.map(\.teaches)) { corrections.remove(at: place) }
            learn()
        }
        hold(correction, askingAt: now(), isAfterSlip: word.slip != nil)
        journal.note(word.event.text, event: .moodShift)
        keepMood()
        showMood()
    }

    /// What is to be written if the hold is ended now: the event, and the correction that is taken back altogether.
    func ending() -> (event: EventRecord, forgotten: Int64?)? {
        guard let held else { return nil }
        let isSlip = now().timeIntervalSince(held.since) < Self.slipSeconds
        let sentence =
            "\(held.mood) is held no longer, as was asked for"
            + (isSlip ? ", and what it taught is forgotten" : "")
        return (held.released(at: now(), sentence), isSlip ? held.correction : nil)
    }

    /// Ends the hold; the looks decide again.
    ///
    /// - Parameter forgotten: the correction that is taken back altogether.
    func release(forgetting forgotten: Int64? = nil, saying sentence: String) {
        guard held != nil else { return }
        held = nil
        if let forgotten {
            corrections.removeAll { $0.id == forgotten }
            learn()
        }
        engine.release(isSlip: forgotten != nil)
        holdTimer?.cancel()
        holdTimer = nil
        journal.note(sentence, event: .moodShift)
        keepMood()
        showMood()
    }

    /// What is to be written with it if the correction of that id is taken back, or all: the end of the hold; nil where none
    /// ends.
    func forgetting(_ id: Int64?) -> EventRecord? {
        guard let held, id == nil || held.correction == id else { return nil }
        return held.released(
            at: now(), "\(held.mood) is held no longer: what was said of the mood was taken back")
    }

    /// Takes back what the correction of that id taught, or what all taught.
    ///
    /// - Parameter event: the end of the hold that goes with it; nil where none ends.
    func forget(_ id: Int64?, _ event: EventRecord?) {
        corrections.removeAll { id == nil || $0.id == id }
        learn()
        if let event { release(forgetting: held?.correction, saying: event.text) }
    }

    /// Ends a hold whose time has come.
    func endHoldIfDue() {
        guard let held, now() >= held.until else { return }
        let event = held.ranOut
        noteEnd(event, of: held.correction)
        release(saying: event.text)
    }

    /// Goes on with what was said in earlier runs.
    ///
    /// - Parameters:
    ///   - heldUntil: until when the mood was held that is kept; nil where none was.
    ///   - listMadeAt: when the newest playlist was made; nil where there is none.
    func resume(_ kept: [CorrectionRecord], heldUntil: Date?, listMadeAt: Date?) {
        corrections = kept
        learn()
        guard let last = kept.last, last.endedAt == nil else { return }
        // A list that was made after it is one that the person asked for.
        let isListNewer = listMadeAt.map { $0 > last.at } ?? false
        if last.until > now() {
            hold(last, askingAt: isListNewer ? nil : last.at)
        } else if heldUntil != nil, engine.mood?.name == last.mood {
            // It ran out while nothing ran. Held and let go once more, the mood is believed as after any hold: the belief
            // that was kept rests on looks that the hold overruled, and by it there would be a shift at once.
            hold(last, askingAt: isListNewer ? nil : last.at)
            endHoldIfDue()
        } else {
            noteEnd(HeldMood(last).ranOut, of: last.id)
        }
    }

    /// Has it written that a hold has ended by itself, where it was written that it began.
    private func noteEnd(_ event: EventRecord, of correction: Int64?) {
        guard keepsCorrections, let correction else { return }
        history.put(.holdEnd(event, of: correction))
    }

    private func learn() { engine.resting.take(corrections.map(\.lesson)) }

    /// - Parameters:
    ///   - moment: of when a playlist for the mood is asked for where the newest is for another; nil: that one stays.
    ///   - isAfterSlip: whether it takes the place of what was said last.
    private func hold(_ correction: CorrectionRecord, askingAt moment: Date?, isAfterSlip: Bool = false) {
        let listMood = engine.playlistMood
        engine.hold(correction.mood, at: present, isAfterSlip: isAfterSlip)
        held = HeldMood(correction)
        moodSince = correction.at
        if listMood != correction.mood {
            if let moment {
                playlists.put(.named(correction.mood, at: moment))
            } else if let listMood {
                engine.madePlaylist(for: listMood)
            }
        }
        holdTimer?.cancel()
        holdTimer = Task { [weak self] in
            while let seconds = await self?.secondsOfHold, seconds > 0 {
                try? await Task.sleep(for: .seconds(seconds), clock: .continuous)
                if Task.isCancelled { return }
                await self?.endHoldIfDue()
            }
        }
    }

    /// Seconds until the hold ends, at least one while there is one: the wall's clock may be set.
    private var secondsOfHold: Double { held.map { max(1, $0.until.timeIntervalSince(now())) } ?? 0 }

    /// Now, by the clock of the looks.
    private var present: MediaTime { isRecording ? lastTime ?? mediaNow() : mediaNow() }
}

extension HeldMood {
    fileprivate init(_ correction: CorrectionRecord) {
        self.init(
            mood: correction.mood, by: correction.by, since: correction.at, until: correction.until,
            correction: correction.id)
    }

    /// Its end as an event.
    fileprivate func released(at moment: Date, _ sentence: String) -> EventRecord {
        EventRecord(at: moment, kind: .mood, word: "released", subject: mood.rawValue, text: sentence)
    }

    /// Its end where it was not ended before.
    fileprivate var ranOut: EventRecord {
        released(at: until, "\(mood) is held no longer: its time is over, and the looks decide again")
    }
}

extension CorrectionRecord {
    /// What was said, for journal and history.
    private var sentence: String {
        let not = read.map { $0 == mood ? ", as it was read" : ", not \($0)" } ?? ""
        let minutes = Int((until.timeIntervalSince(at) / 60).rounded())
        return "\(by) said that the mood is \(mood)\(not): it is held for \(minutes) min"
    }

    /// The same as an event.
    fileprivate var event: EventRecord {
        EventRecord(at: at, kind: .mood, word: "held", subject: mood.rawValue, text: sentence)
    }
}
