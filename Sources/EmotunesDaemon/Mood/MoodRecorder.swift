import Foundation
import MoodTracking
import StateStore

/// Writes what a mood session hands on, and reads what an earlier one left.
struct MoodRecorder: Sendable {
    let store: StateStore
    let queue: MoodHistoryQueue
    let health: StorageHealth

    /// Writes until the queue is finished or the task is cancelled.
    func run() async { await queue.consume(write) }

    /// Writes what was handed on after `run` has returned.
    func writeRest() async {
        for entry in queue.takeAll() { await write(entry) }
    }

    private func write(_ entry: MoodHistoryEntry) async {
        do {
            switch entry {
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
            case .thin(let moment):
                _ = try await store.thin(now: moment)
            }
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
}
