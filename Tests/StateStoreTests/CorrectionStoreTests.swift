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
            store.close()
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

    @Test func aHoldThatRanOutHasItsEndInItsRow() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            let first = try await store.record(correction(.happy, 0), event("held", 0))
            // It comes late: another is held already.
            _ = try await store.record(correction(.sad, 4000), event("held", 4000))
            try await store.note([event("released", 3600)], endingHoldsTo: first)
            #expect(try await store.corrections().map(\.endedAt) == [start + 3600, nil])
            #expect(try await store.history(from: start).events.map(\.word) == ["held", "released", "held"])
        }
    }

    @Test func theSameCorrectionIsHeldUntilAnotherTime() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            var longer = correction(.happy, 0)
            longer.id = try await store.record(longer, event("held", 0))
            longer.until = start + 9000
            #expect(try await store.record(longer, event("held", 60)) == longer.id)
            #expect(try await store.corrections() == [longer])
        }
    }

    @Test func aSlipGivesItsPlaceToWhatWasMeant() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            let kept = try await store.record(correction(.sad, 0), event("held", 0))
            let slip = try await store.record(correction(.happy, 9000), event("held", 9000))
            let meant = try await store.record(correction(.neutral, 9020), event("held", 9020), replacing: slip)
            #expect(try await store.corrections().map(\.id) == [kept, meant])
            #expect(try await store.corrections().last?.endedAt == nil)
        }
    }

    @Test func whatTeachesNothingGivesWayToWhatTeaches() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            let taught = try await store.record(correction(.happy, 0), event("held", 0))
            var idle = correction(.sad, 1)
            idle.lesson = EmotionValues { _ in 0 }
            for _ in 0..<(CorrectionRecord.mostKept + 5) { _ = try await store.record(idle, event("held", 1)) }
            let kept = try await store.corrections()
            #expect(kept.count == CorrectionRecord.mostKept && kept.first?.id == taught)
            #expect(CorrectionRecord.surplus(Array(repeating: true, count: CorrectionRecord.mostKept + 1)) == 0)
        }
    }

    @Test func aForgottenHoldEndsInTheHistory() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            let old = try await store.record(correction(.sad, 0), event("held", 0))
            let new = try await store.record(correction(.happy, 9000), event("held", 9000))
            #expect(try await store.forgetCorrections(new, event("released", 9060)) == 1)
            let kept = try await store.corrections()
            #expect(kept.map(\.id) == [old] && kept.map(\.endedAt) == [start + 3600])
            #expect(try await store.history(from: start).events.map(\.word) == ["held", "held", "released"])
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
