import Logging
import Mood
import StateStore

/// What the daemon tells the journal: changes only, in sentences for a person, with fields for a program.
struct Journal: Sendable {
    /// The kinds of event, as the field `EMOTUNES_EVENT` names them.
    enum Event: String, Sendable {
        case moodShift = "mood_shift"
        case playlist, camera, spotify, control, config
        case firstStart = "first_start"
    }

    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    /// A change that is worth a line.
    func note(_ text: String, event: Event) {
        logger.info("\(text)", metadata: ["event": "\(event.rawValue)"])
    }

    /// Something is wrong that a person may want to mend.
    func trouble(_ text: String, event: Event = .playlist) {
        logger.warning("\(text)", metadata: ["event": "\(event.rawValue)"])
    }

    /// The daemon cannot go on.
    func failure(_ text: String) {
        for line in text.split(separator: "\n") { logger.error("\(line)", metadata: ["event": "\(Event.config.rawValue)"]) }
    }

    func camera(_ state: WatchedCamera, _ detail: String) {
        switch state {
        case .starting, .streaming, .yielded, .released, .ended, .paused: note("camera: \(detail)", event: .camera)
        case .busy, .missing, .denied, .failed: trouble("camera \(state.rawValue): \(detail)", event: .camera)
        }
    }

    /// The first mood called: not a shift, since there was none before it.
    func mood(_ mood: Emotion, _ confidence: Double) {
        logger.info(
            "first mood: \(mood) (\(Self.percent(confidence)) sure)",
            metadata: [
                "event": "\(Event.moodShift.rawValue)", "mood": "\(mood)", "confidence": "\(Self.rounded(confidence))",
            ])
    }

    func shift(_ shift: MoodShift) {
        logger.info(
            "mood shifted from \(shift.from) to \(shift.to): \(shift.why)",
            metadata: [
                "event": "\(Event.moodShift.rawValue)", "mood": "\(shift.to)", "from": "\(shift.from)",
                "confidence": "\(Self.rounded(shift.confidence))",
            ])
    }

    func playlist(_ playlist: PlaylistRecord) {
        logger.info(
            "playlist \(playlist.id), \(playlist.tracks.count) tracks: \(playlist.reason)",
            metadata: ["event": "\(Event.playlist.rawValue)", "mood": "\(playlist.mood)"])
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private static func rounded(_ share: Double) -> Double { (share * 1000).rounded() / 1000 }
}
