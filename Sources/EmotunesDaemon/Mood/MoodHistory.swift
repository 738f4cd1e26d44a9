import Emotions
import FoundationEssentials
import StateStore

/// What a mood session has to write, for a consumer that may be slow.
typealias MoodHistoryQueue = HandoffQueue<MoodHistoryEntry>

/// One thing to write.
enum MoodHistoryEntry: Sendable, Equatable {
    case note(MoodNote)
    case keep(KeptRecord, at: Date)
    /// What explains a change, or the lack of one.
    case event(EventRecord)
    /// The hold of that correction has ended by itself.
    case holdEnd(EventRecord, of: Int64)
    /// Removes what is no longer kept at that moment.
    case thin(Date)
}

/// What is kept over a restart, each in place of what was kept before.
enum KeptRecord: Sendable, Equatable {
    case mood(KeptMood)
    case resting(KeptResting)

    /// Under this name it is kept.
    var name: String {
        switch self {
        case .mood: KeptMood.snapshotName
        case .resting: KeptResting.snapshotName
        }
    }

    /// The bytes to keep.
    var encoded: Data {
        get throws {
            switch self {
            case .mood(let kept): try kept.encoded
            case .resting(let kept): try kept.encoded
            }
        }
    }
}

/// The mood was `mood` from `from` to `to`: one look, or several joined.
struct MoodNote: Sendable, Equatable {
    let mood: Emotion
    let from: Date
    private(set) var to: Date
    /// Of the first look, and the mean of all. 0 to 1.
    let firstConfidence: Double
    private(set) var confidence: Double
    private var looks = 1

    /// A longer silence, in seconds, ends a stretch of one mood.
    static let longestGap = 30.0

    init(_ mood: Emotion, confidence: Double, at moment: Date) {
        self.mood = mood
        (from, to) = (moment, moment)
        firstConfidence = confidence
        self.confidence = confidence
    }

    /// Takes in a note that follows; false, and nothing taken in, where it belongs to another stretch.
    mutating func join(_ next: MoodNote) -> Bool {
        let gap = next.from.timeIntervalSince(to)
        guard next.mood == mood, gap >= 0, gap <= Self.longestGap else { return false }
        let all = looks + next.looks
        confidence = (confidence * Double(looks) + next.confidence * Double(next.looks)) / Double(all)
        (to, looks) = (next.to, all)
        return true
    }
}

extension HandoffQueue where Element == MoodHistoryEntry {
    /// Of moods that could not be written yet no more stretches are kept; the oldest go. A stretch lasts as long as one
    /// mood does, so that many are hours.
    private static var mostNotes: Int { 1000 }

    /// A queue in which notes of the same stretch are joined while they wait, and only the newest of what is kept over a
    /// restart waits at all.
    static func ofHistory() -> MoodHistoryQueue {
        MoodHistoryQueue { waiting, entry in
            switch entry {
            case .note(let note):
                let last = waiting.lastIndex { if case .note = $0 { true } else { false } }
                if let last, case .note(var before) = waiting[last], before.join(note) {
                    waiting[last] = .note(before)
                    return
                }
                if waiting.count >= mostNotes { waiting.removeFirst() }
            case .keep(let record, _):
                waiting.removeAll { if case .keep(let other, _) = $0 { other.name == record.name } else { false } }
            case .event, .holdEnd:
                if waiting.count >= mostNotes { waiting.removeFirst() }
            case .thin:
                waiting.removeAll { if case .thin = $0 { true } else { false } }
            }
            waiting.append(entry)
        }
    }
}
