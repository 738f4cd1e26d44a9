import Emotions
import Logging
import MoodTracking
import StateStore
import SystemIntegration

/// What the daemon tells the journal: changes only, in sentences for a person, with fields for a program.
struct Journal: Sendable {
    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
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

    /// The daemon cannot go on.
    func failure(_ text: String) {
        for line in text.split(separator: "\n") { logger.error("\(line)", metadata: EventKind.config.metadata()) }
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
