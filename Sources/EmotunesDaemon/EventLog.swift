import FoundationEssentials
import StateStore
import Synchronization

/// Hands on, to be kept with the history, what later explains why the playlist changed or did not: `history --at` tells it.
///
/// Everything worth a line in the journal that belongs there comes by; what only says again what was said last does not.
final class EventLog: Sendable {
    fileprivate struct Topic: Hashable {
        let kind: EventRecord.Kind
        let subject: String?
    }

    fileprivate struct State {
        /// What was noted last of each topic.
        var last: [Topic: EventRecord] = [:]
        /// How many more may be noted of each kind, and up to when that was counted.
        var room: [EventRecord.Kind: (left: Double, at: Date)] = [:]
        /// The kinds of which more happened than there was room for.
        var overfull: Set<EventRecord.Kind> = []
    }

    private let queue: MoodHistoryQueue?
    private let now: @Sendable () -> Date
    private let state = Mutex(State())

    /// A camera that comes and goes every second must not fill a year's room: of each kind so many at once, and one more a
    /// minute.
    fileprivate static let burst = 60.0, perSecond = 1.0 / 60

    /// - Parameters:
    ///   - queue: takes what is to be written; nil for nowhere.
    ///   - now: the wall clock.
    init(_ queue: MoodHistoryQueue?, now: @escaping @Sendable () -> Date = { Date() }) {
        self.queue = queue
        self.now = now
    }

    /// Something happened: now, or at `moment`.
    func note(
        _ kind: EventRecord.Kind, _ word: String, subject: String? = nil, _ text: String, at moment: Date? = nil
    ) {
        guard let queue else { return }
        let event = EventRecord(at: moment ?? now(), kind: kind, word: word, subject: subject, text: text)
        guard let kept = state.withLock({ $0.kept(event) }) else { return }
        queue.put(.event(kept))
    }
}

extension EventLog.State {
    /// The event as it is to be written; nil for one that is not.
    fileprivate mutating func kept(_ event: EventRecord) -> EventRecord? {
        let topic = EventLog.Topic(kind: event.kind, subject: event.subject)
        if let before = last[topic], before.word == event.word, before.text == event.text,
            ![.mood, .settings, .program].contains(event.kind)
        {
            return nil
        }
        var (left, at) = room[event.kind] ?? (EventLog.burst, event.at)
        left = min(EventLog.burst, left + max(0, event.at.timeIntervalSince(at)) * EventLog.perSecond)
        at = max(at, event.at)
        guard left >= 1 else {
            room[event.kind] = (left, at)
            guard overfull.insert(event.kind).inserted else { return nil }
            var last = event
            last.text += "; this changed so often then that not every change was kept"
            return last
        }
        overfull.remove(event.kind)
        room[event.kind] = (left - 1, at)
        last[topic] = event
        return event
    }
}
