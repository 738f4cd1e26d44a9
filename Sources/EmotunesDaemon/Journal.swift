import Configuration
import Emotions
import FoundationEssentials
import Logging
import MoodTracking
import StateStore
import SystemIntegration

/// What the daemon tells the journal: changes only, in sentences for a person, with fields for a program.
struct Journal: Sendable {
    private let logger: Logger
    /// Takes what is kept with the history.
    let events: EventLog

    init(_ logger: Logger, events: EventLog = EventLog(nil)) {
        self.logger = logger
        self.events = events
    }

    /// A change that is worth a line.
    func note(_ text: String, event: EventKind) {
        logger.info("\(text)", metadata: event.metadata())
    }

    /// What helps to find a mistake; dropped unless asked for.
    func detail(_ text: String, event: EventKind) {
        logger.debug("\(text)", metadata: event.metadata())
    }

    /// Something is wrong that a person may want to mend.
    func trouble(_ text: String, event: EventKind = .playlist) {
        logger.warning("\(text)", metadata: event.metadata())
    }

    /// Settings were taken over, or refused.
    func settings(_ configuration: Configuration?, instead error: DaemonFailure?) {
        if let configuration {
            let text = "configuration taken over from \(configuration.filesInWords)"
            events.note(.settings, "taken", text)
            note(text, event: .config)
        } else if let error {
            let text = "the old configuration stays: \(error)"
            events.note(.settings, "refused", text)
            trouble(text, event: .config)
        }
    }

    /// The daemon cannot go on.
    func failure(_ text: String) {
        for line in text.split(separator: "\n") { logger.error("\(line)", metadata: EventKind.config.metadata()) }
    }

    func camera(_ state: WatchedCamera, _ detail: String) {
        if state != .starting { events.note(.camera, state.rawValue, detail) }
        switch state {
        case .starting, .streaming, .yielded, .released, .ended, .paused: note("camera: \(detail)", event: .camera)
        case .busy, .missing, .denied, .failed: trouble("camera \(state.rawValue): \(detail)", event: .camera)
        }
    }

    /// The person left or cannot be seen, or is back.
    func presence(_ text: String, isBack: Bool, at moment: Date) {
        events.note(.presence, isBack ? "back" : "away", text, at: moment)
        note(text, event: .camera)
    }

    /// A shift that was nearly made; the journal is quiet about it.
    func nearly(_ shift: NearShift, at moment: Date) {
        events.note(.mood, "nearly", subject: "\(shift.to)", shift.why, at: moment)
        detail(shift.why, event: .moodShift)
    }

    /// A target has come another step, or not.
    func publishing(_ record: PublishingRecord?, after before: PublishingRecord?) {
        guard let record,
            record.state != before?.state || record.detail != before?.detail
                || record.playlistID != before?.playlistID
        else { return }
        let detail = record.detail.isEmpty ? "" : ": \(record.detail)"
        events.note(
            .publishing, record.state.rawValue, subject: record.target, "playlist \(record.playlistID)\(detail)")
    }

    /// The first mood called: not a shift, since there was none before it.
    func mood(_ mood: Emotion, _ confidence: Double, at moment: Date) {
        events.note(
            .mood, "first", subject: "\(mood)", "the first mood was \(mood) (\(Self.percent(confidence)) sure)",
            at: moment)
        logger.info(
            "first mood: \(mood) (\(Self.percent(confidence)) sure)",
            metadata: EventKind.moodShift.metadata(["mood": "\(mood)", "confidence": "\(Self.rounded(confidence))"]))
    }

    func shift(_ shift: MoodShift) {
        logger.info(
            "mood shifted from \(shift.from) to \(shift.to): \(shift.why)",
            metadata: EventKind.moodShift.metadata([
                "mood": "\(shift.to)", "from": "\(shift.from)", "confidence": "\(Self.rounded(shift.confidence))",
            ]))
    }

    func playlist(_ playlist: PlaylistRecord) {
        logger.info(
            "playlist \(playlist.id), \(playlist.tracks.count) tracks: \(playlist.reason)",
            metadata: EventKind.playlist.metadata(["mood": "\(playlist.mood)"]))
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private static func rounded(_ share: Double) -> Double { (share * 1000).rounded() / 1000 }
}
