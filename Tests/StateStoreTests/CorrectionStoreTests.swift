import Emotions
import Foundation
import StateStore
import TestSupport
import Testing

@Suite struct CorrectionStoreTests {
    private func correction(_ mood: Emotion, _ second: Double) -> CorrectionRecord {
        CorrectionRecord(
            at: start + second, mood: mood, read: .sad, looks: 200, lesson: EmotionValues { $0 == .sad ? 0.7 : 0 },
            by: "ada", until: start + second + 3600)
    }

    private func event(_ word: String, _ second: Double) -> EventRecord {
        EventRecord(at: start + second, kind: .mood, word: word, subject: "happy", text: word)
    }

    @Test func correctionsSurviveARestartAndTheNewestIsHeld() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            let first = try await store.record(correction(.happy, 0), event("held", 0))
            let second = try await store.record(correction(.neutral, 60), event("held", 60))
            try store.close()
            let again = try StateStore(openingIn: folder, now: start)
            var expected = [correction(.happy, 0), correction(.neutral, 60)]
            (expected[0].id, expected[0].endedAt, expected[1].id) = (first, start + 60, second)
            #expect(try await again.corrections() == expected)
            try await again.endHold(at: start + 120, forgetting: nil, event("released", 120))
            #expect(try await again.corrections().map(\.endedAt) == [start + 60, start + 120])
            let events = try await again.history(from: start).events
            #expect(events.map(\.word) == ["held", "held", "released"])
        }
    }

    @Test func correctionsAreTakenBackOneByOneOrAll() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            var ids: [Int64] = []
            for second in 0..<4 {
                ids.append(try await store.record(correction(.happy, Double(second)), event("held", 0)))
            }
            #expect(try await store.forgetCorrections(ids[1]) == 1)
            #expect(try await store.forgetCorrections(ids[1]) == 0)
            try await store.endHold(at: start + 9, forgetting: ids[3], event("released", 9))
            #expect(try await store.corrections().map(\.id) == [ids[0], ids[2]])
            #expect(try await store.forgetCorrections(nil) == 2)
            #expect(try await store.corrections().isEmpty)
        }
    }
}
