import Emotions
import Foundation
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
    /// The correction's number; nil where it is not kept.
    var correction: Int64?
}

// What the person says of the mood. Only what has been written is taken over: `DaemonControl` writes first.
extension MoodSession {
    /// What was taught is taken back with the hold within so many seconds: then it was a slip.
    static let slipSeconds = 600.0

    /// What is to be written if the person, `by` name, says that the mood is `mood`; nothing is changed.
    func correction(_ mood: Emotion, seconds: Int, by: String) -> CorrectionRecord {
        let lesson = engine.lesson(mood, at: present), moment = now()
        return CorrectionRecord(
            at: moment, mood: mood, read: lesson.read, looks: lesson.looks, lesson: lesson.offsets, by: by,
            until: moment.addingTimeInterval(Double(seconds)))
    }

    /// Holds the mood that a correction names, and reads the face by what it taught.
    func take(_ correction: CorrectionRecord) {
        corrections.append(correction)
        learn()
        hold(correction)
        journal.note(correction.sentence, event: .moodShift)
        keepMood()
        showMood()
    }

    /// What is to be written if the hold is ended now: the event, and the correction that is taken back altogether.
    func ending() -> (event: EventRecord, forgotten: Int64?)? {
        guard let held else { return nil }
        let isSlip = now().timeIntervalSince(held.since) < Self.slipSeconds
        let event = EventRecord(
            at: now(), kind: .mood, word: "released", subject: held.mood.rawValue,
            text: "\(held.mood) is held no longer, as was asked for"
                + (isSlip ? ", and what it taught is forgotten" : ""))
        return (event, isSlip ? held.correction : nil)
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
        engine.release()
        holdTimer?.cancel()
        holdTimer = nil
        journal.note(sentence, event: .moodShift)
        keepMood()
        showMood()
    }

    /// Takes back what the correction of that id taught, or what all taught.
    func forget(_ id: Int64?) {
        corrections.removeAll { id == nil || $0.id == id }
        learn()
        if let held, id == nil || held.correction == id {
            release(saying: "\(held.mood) is held no longer: what was said of the mood was taken back")
        }
    }

    /// Ends a hold whose time has come.
    func endHoldIfDue() {
        guard let held, now() >= held.until else { return }
        let sentence = "\(held.mood) is held no longer: its time is over, and the looks decide again"
        journal.events.note(.mood, "released", subject: held.mood.rawValue, sentence, at: held.until)
        release(saying: sentence)
    }

    /// Goes on with what was said in earlier runs.
    ///
    /// - Parameter heldUntil: until when the mood was held that is kept; nil where none was.
    func resume(_ kept: [CorrectionRecord], heldUntil: Date?) {
        corrections = kept
        learn()
        guard let last = kept.last, last.endedAt == nil else { return }
        if last.until > now() {
            hold(last)
        } else if heldUntil != nil, engine.mood?.name == last.mood {
            // It was held when the last run ended: what the looks showed meanwhile makes no shift.
            hold(last)
            endHoldIfDue()
        }
    }

    private func learn() { engine.resting.take(corrections.map(\.lesson)) }

    private func hold(_ correction: CorrectionRecord) {
        let suits = engine.playlistMood == correction.mood
        engine.hold(correction.mood, at: present)
        held = HeldMood(
            mood: correction.mood, by: correction.by, since: correction.at, until: correction.until,
            correction: correction.id)
        moodSince = correction.at
        if !suits { playlists.put(.named(correction.mood, at: correction.at)) }
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

extension CorrectionRecord {
    /// What was said, for journal and history.
    var sentence: String {
        let not = read.map { $0 == mood ? ", as it was read" : ", not \($0)" } ?? ""
        let minutes = Int((until.timeIntervalSince(at) / 60).rounded())
        return "\(by) said that the mood is \(mood)\(not): it is held for \(minutes) min"
    }

    /// The same as an event.
    var event: EventRecord {
        EventRecord(at: at, kind: .mood, word: "held", subject: mood.rawValue, text: sentence)
    }
}
