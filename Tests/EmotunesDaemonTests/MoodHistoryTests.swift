import Emotions
import Foundation
import Media
import MoodTracking
import Testing

@testable import EmotunesDaemon

@Suite struct MoodHistoryTests {
    private func note(_ mood: Emotion, _ confidence: Double, at seconds: Double) -> MoodHistoryEntry {
        .note(MoodNote(mood, confidence: confidence, at: Date(timeIntervalSince1970: seconds)))
    }

    @Test func notesOfOneStretchAreJoinedWhileTheyWait() {
        let queue = MoodHistoryQueue.ofHistory()
        for (confidence, seconds) in [(0.9, 0.0), (0.8, 5), (0.7, 10)] {
            queue.put(note(.happy, confidence, at: seconds))
        }
        let waiting = queue.takeAll()
        guard waiting.count == 1, case .note(let joined) = waiting[0] else {
            Issue.record("\(waiting)")
            return
        }
        #expect(joined.from.timeIntervalSince1970 == 0 && joined.to.timeIntervalSince1970 == 10)
        #expect(abs(joined.confidence - 0.8) < 1e-9 && joined.firstConfidence == 0.9)
    }

    @Test func notesOfOtherStretchesStayApart() {
        let queue = MoodHistoryQueue.ofHistory()
        // Another mood, the first one again, a long silence, and a clock that was set back.
        let notes = [
            note(.happy, 1, at: 0), note(.sad, 1, at: 5), note(.happy, 1, at: 10), note(.happy, 1, at: 41),
            note(.happy, 1, at: 3),
        ]
        for entry in notes { queue.put(entry) }
        #expect(queue.takeAll() == notes)
    }

    @Test func onlyTheNewestOfWhatIsKeptWaits() {
        let queue = MoodHistoryQueue.ofHistory()
        let date = Date(timeIntervalSince1970: 0)
        let start = MediaTime(seconds: 0)
        let moods = [Emotion.sad, .happy].map { mood in
            let memory = MoodEngine.Memory(belief: .uniform, mood: mood, since: start, lastShift: nil)
            return KeptRecord.mood(KeptMood(memory, mediaNow: start, now: date))
        }
        for mood in moods { queue.put(.keep(mood, at: date)) }
        for _ in 0..<2 { queue.put(.thin(date)) }
        #expect(queue.takeAll() == [.keep(moods[1], at: date), .thin(date)])
    }

    @Test func neverMoreThanAThousandStretchesWait() {
        let queue = MoodHistoryQueue.ofHistory()
        for number in 0..<2000 { queue.put(note(number.isMultiple(of: 2) ? .happy : .sad, 1, at: Double(number))) }
        let waiting = queue.takeAll()
        #expect(waiting.count == 1000 && waiting.last == note(.sad, 1, at: 1999))
    }
}
