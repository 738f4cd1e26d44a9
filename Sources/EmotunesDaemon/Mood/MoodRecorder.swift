import FoundationEssentials
import MoodTracking
import StateStore
import Synchronization

/// Writes what a mood session hands on, and reads what an earlier one left.
struct MoodRecorder: Sendable {
    let store: StateStore
    let queue: MoodHistoryQueue
    let health: StorageHealth
    /// What happened while nothing could be written.
    private let unwritten = UnwrittenEvents()
    private let logWatch = LogWatch()

    init(store: StateStore, queue: MoodHistoryQueue, health: StorageHealth) {
        self.store = store
        self.queue = queue
        self.health = health
    }

    /// Writes until the queue is finished or the task is cancelled.
    func run() async { await queue.consume(write) }

    /// Writes what was handed on after `run` has returned.
    func writeRest() async {
        for entry in queue.takeAll() { await write(entry) }
        await writeEvents()
    }

    private func write(_ entry: MoodHistoryEntry) async {
        switch entry {
        case .event(let event): unwritten.add(UnwrittenEvent(event: event))
        case .holdEnd(let event, let correction): unwritten.add(UnwrittenEvent(event: event, endedHold: correction))
        case .note, .keep, .thin: break
        }
        do {
            switch entry {
            case .event, .holdEnd: break
            case .note(let note):
                PipeTrace.enter(.note)
                try await store.noteMood(
                    note.mood, confidence: note.firstConfidence, at: note.from, maximumGap: MoodNote.longestGap)
                guard note.to > note.from else { return }
                try await store.noteMood(
                    note.mood, confidence: note.confidence, at: note.to,
                    maximumGap: max(MoodNote.longestGap, note.to.timeIntervalSince(note.from)))
            case .keep(let record, let moment):
                try await store.keepSnapshot(try record.encoded, named: record.name, at: moment)
                let size = try await store.logSize()
                if let sentence = logWatch.sentence(logBytes: size) { health.journal.trouble(sentence) }
            case .thin(let moment):
                _ = try await store.thin(now: moment)
            }
        } catch {
            health.report("\(error)")
            return
        }
        await writeEvents()
    }

    /// Writes what happened, and what could not be written before. They wait where that fails: of a full disk, too, it is to
    /// be told what happened meanwhile.
    private func writeEvents() async {
        let events = unwritten.all
        guard !events.isEmpty else { return }
        do {
            try await store.note(events.map(\.event), endingHoldsTo: events.compactMap(\.endedHold).max())
            unwritten.removeFirst(events.count)
        } catch {
            health.report("\(error)")
        }
    }

    /// What an earlier run kept, as far as it can be read and still says something at `now`.
    func kept(now: Date) async -> KeptSession {
        var kept = KeptSession()
        do {
            if let (content, _) = try await store.snapshot(named: KeptResting.snapshotName) {
                do {
                    kept.resting = try KeptResting(content)
                } catch {
                    complain("the face at rest", error)
                }
            }
            if let (content, moment) = try await store.snapshot(named: KeptMood.snapshotName) {
                do {
                    kept.mood = try KeptMood(content, keptAt: moment, now: now)
                } catch {
                    complain("the mood", error)
                }
            }
            do {
                kept.corrections = try await store.corrections()
            } catch let error as DecodingError {
                complain("what was said of the mood", error)
            }
        } catch {
            health.report("\(error)")
        }
        return kept
    }

    private func complain(_ what: String, _ error: any Error) {
        health.journal.trouble("\(what) that was kept cannot be read and is learnt anew: \(error)")
    }
}

/// What an earlier run left of the mood.
struct KeptSession: Sendable {
    var mood: KeptMood?
    var resting: KeptResting?
    var corrections: [CorrectionRecord] = []
}

/// An event that waits to be written.
private struct UnwrittenEvent: Sendable {
    var event: EventRecord
    /// The correction whose hold ended by itself then.
    var endedHold: Int64?
}

/// Events that wait to be written, the oldest first.
private final class UnwrittenEvents: Sendable {
    private let events = Mutex<[UnwrittenEvent]>([])
    /// More are not kept; the newest give way, since the oldest tell how it began.
    private static let most = 500

    var all: [UnwrittenEvent] { events.withLock { $0 } }

    func add(_ event: UnwrittenEvent) {
        events.withLock { if $0.count < Self.most { $0.append(event) } }
    }

    func removeFirst(_ count: Int) { events.withLock { $0.removeFirst(min(count, $0.count)) } }
}

/// Notices a write-ahead log that grows because another program reads on and on: what it reads cannot be folded in.
final class LogWatch: Sendable {
    private let wasTold = Mutex(false)
    /// A log is folded in at four megabytes.
    private static let tooLong = 32 << 20

    /// What is to be said of a log of that size; nil for nothing, or nothing new.
    func sentence(logBytes: Int) -> String? {
        wasTold.withLock { wasTold in
            guard logBytes > Self.tooLong else {
                wasTold = false
                return nil
            }
            guard !wasTold else { return nil }
            wasTold = true
            return
                "another program has been reading emotunes.sqlite for long, so its log cannot be folded in and takes "
                + "\(logBytes >> 20) MB; \"fuser -v\" on emotunes.sqlite-wal names the program: end it"
        }
    }
}
