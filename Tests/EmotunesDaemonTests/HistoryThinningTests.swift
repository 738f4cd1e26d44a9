import Emotions
import FaceAnalysis
import Foundation
import MoodTracking
import StateStore
import TestSupport
import Testing

@testable import EmotunesDaemon

@Suite struct HistoryThinningTests {
    private static let day = 86_400.0
    private let beginning = Date(timeIntervalSince1970: 1_700_000_000)

    /// A pipe for a recording whose first look is at `beginning`, with a store that holds shifts of these ages in days.
    private func pipe(in folder: String, shiftsDaysAgo ages: [Double]) async throws -> PipeFixture {
        let pipe = try await PipeFixture(
            in: folder, at: beginning, policy: MoodPolicy(), isRecording: true, usesStarter: false)
        for age in ages {
            try await pipe.store.record(
                MoodShiftRecord(at: beginning - age * Self.day, from: .neutral, to: .sad, confidence: 1, why: "w"))
        }
        return pipe
    }
    private func look(_ pipe: PipeFixture, at seconds: Double) async {
        await pipe.look(.none(.noFace, nil), at: seconds)
    }

    @Test func theHistoryIsThinnedAnHourAfterTheStartAndThenDaily() async throws {
        try await withTemporaryFolder { folder in
            let pipe = try await pipe(in: folder, shiftsDaysAgo: [500, 399.5, 10])
            func kept() async throws -> Int { try await pipe.store.history().shifts.count }
            await look(pipe, at: 0)
            await look(pipe, at: 3_599)
            #expect(try await kept() == 3)
            await look(pipe, at: 3_600)
            #expect(try await kept() == 2)
            // The second one is 400 days old half a day later.
            await look(pipe, at: 3_600 + 0.9 * Self.day)
            #expect(try await kept() == 2)
            await look(pipe, at: 3_600 + Self.day)
            #expect(try await kept() == 1)
        }
    }

    @Test func aSourceWhoseClockBeginsAnewWaitsAgain() async throws {
        try await withTemporaryFolder { folder in
            let pipe = try await pipe(in: folder, shiftsDaysAgo: [500])
            await look(pipe, at: 1e5)
            await look(pipe, at: 5)
            await look(pipe, at: 3_604)
            #expect(try await pipe.store.history().shifts.count == 1)
            await look(pipe, at: 3_605)
            #expect(try await pipe.store.history().shifts.isEmpty)
        }
    }
}
