import Catalogue
import Curation
import Emotions
import FaceAnalysis
import Foundation
import Logging
import Media
import MoodTracking
import StateStore
import TestSupport
import Testing

@testable import EmotunesDaemon

@Suite struct HistoryThinningTests {
    private static let day = 86_400.0
    private let beginning = Date(timeIntervalSince1970: 1_700_000_000)

    /// A conductor of a recording whose first look is at `beginning`, with a store that holds shifts of these ages in
    /// days.
    private func conductor(in folder: String, shiftsDaysAgo ages: [Double]) async throws -> (StateStore, Conductor) {
        let beginning = beginning
        let store = try StateStore(openingIn: folder, now: beginning)
        for age in ages {
            try await store.record(
                MoodShiftRecord(at: beginning - age * Self.day, from: .neutral, to: .sad, confidence: 1, why: "w"))
        }
        let catalogue = try Catalogue.open(in: folder, starter: nil, now: beginning).catalogue
        let conductor = Conductor(
            policy: MoodPolicy(),
            maker: PlaylistMaker(catalogue: catalogue, store: store, songs: [:], strategy: .match, writesFiles: false),
            publisher: FilePublisher(store: store, stateFolder: folder, isEnabled: false),
            journal: Journal(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }), isRecording: true,
            now: { beginning }, mediaNow: { MediaTime(seconds: 0) })
        return (store, conductor)
    }

    private func look(_ conductor: Conductor, at seconds: Double) async {
        await conductor.take(.look(MediaTime(seconds: seconds), .none(.noFace, nil), framesSeen: 1))
    }

    @Test func theHistoryIsThinnedAnHourAfterTheStartAndThenDaily() async throws {
        try await withTemporaryFolder { folder in
            let (store, conductor) = try await conductor(in: folder, shiftsDaysAgo: [500, 399.5, 10])
            func kept() async throws -> Int { try await store.history().shifts.count }
            await look(conductor, at: 0)
            await look(conductor, at: 3_599)
            #expect(try await kept() == 3)
            await look(conductor, at: 3_600)
            #expect(try await kept() == 2)
            // The second one is 400 days old half a day later.
            await look(conductor, at: 3_600 + 0.9 * Self.day)
            #expect(try await kept() == 2)
            await look(conductor, at: 3_600 + Self.day)
            #expect(try await kept() == 1)
        }
    }

    @Test func aSourceWhoseClockBeginsAnewWaitsAgain() async throws {
        try await withTemporaryFolder { folder in
            let (store, conductor) = try await conductor(in: folder, shiftsDaysAgo: [500])
            await look(conductor, at: 1e5)
            await look(conductor, at: 5)
            await look(conductor, at: 3_604)
            #expect(try await store.history().shifts.count == 1)
            await look(conductor, at: 3_605)
            #expect(try await store.history().shifts.isEmpty)
        }
    }
}
