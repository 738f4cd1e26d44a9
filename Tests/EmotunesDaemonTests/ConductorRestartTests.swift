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

@Suite struct ConductorRestartTests {
    private static let beginning = 1_700_000_000.0

    /// A conductor in `folder`, started at `seconds` after the beginning; its camera's clock starts at 0.
    private func conductor(
        in folder: String, at seconds: Double, isRecording: Bool = false
    ) async throws -> (StateStore, Conductor) {
        let date = Date(timeIntervalSince1970: Self.beginning + seconds)
        let store = try StateStore(openingIn: folder, now: date)
        let catalogue = try Catalogue.open(in: folder, starter: nil, now: date).catalogue
        let conductor = Conductor(
            policy: MoodPolicy(cooldownSeconds: 600),
            maker: PlaylistMaker(catalogue: catalogue, store: store, songs: [:], strategy: .match, writesFiles: false),
            publisher: FilePublisher(store: store, stateFolder: folder, isEnabled: false),
            journal: Journal(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }), isRecording: isRecording,
            now: { date }, mediaNow: { MediaTime(seconds: 0) })
        await conductor.start(tracks: 0, latest: try await store.latestPlaylist())
        return (store, conductor)
    }

    /// Shows a sad face for half a minute that ends at the clocks' start.
    private func settle(_ conductor: Conductor) async {
        let sad = EmotionScores { $0 == .sad ? 0.95 : $0 == .neutral ? 0.04 : 0.002 }
        for half in -60...0 {
            let face = FaceReading.face(Rectangle(x: 0, y: 0, width: 90, height: 90), sad, pose: half / 10)
            await conductor.take(.look(MediaTime(seconds: Double(half) / 2), face, framesSeen: 1))
        }
    }

    @Test func theNextRunKnowsTheMoodFromItsFirstMoment() async throws {
        try await withTemporaryFolder { folder in
            let (store, first) = try await conductor(in: folder, at: 0)
            await settle(first)
            await first.remember()
            let before = await first.present
            try store.close()
            #expect(before.1.mood?.name == .sad)

            let (_, second) = try await conductor(in: folder, at: 3600)
            let after = await second.present
            #expect(after.1.mood?.name == .sad)
            #expect(abs(after.1.confidence - before.1.confidence) < 1e-9)
            #expect(after.0.moodSince == before.0.moodSince)
            #expect(after.0.playlist?.id == before.0.playlist?.id)
        }
    }

    @Test func aSecondCalibrationLeavesTheFirstAlone() async throws {
        try await withTemporaryFolder { folder in
            let (_, conductor) = try await conductor(in: folder, at: 0)
            #expect(await conductor.beginCalibration())
            await settle(conductor)
            #expect(await !conductor.beginCalibration())
            let (looks, isEnough) = await conductor.endCalibration()
            #expect(looks == 61 && isEnough)
            #expect(await conductor.beginCalibration())
        }
    }

    @Test func halfADayLaterNothingIsAssumed() async throws {
        try await withTemporaryFolder { folder in
            let (store, first) = try await conductor(in: folder, at: 0)
            await settle(first)
            await first.remember()
            try store.close()
            let (_, second) = try await conductor(in: folder, at: 13 * 3600)
            #expect(await second.present.1.mood == nil)
        }
    }

    @Test func aKilledRunLosesHalfAMinuteAtMost() async throws {
        try await withTemporaryFolder { folder in
            let (store, first) = try await conductor(in: folder, at: 0)
            await settle(first)
            try store.close()
            let (_, second) = try await conductor(in: folder, at: 10)
            #expect(await second.present.1.mood?.name == .sad)
        }
    }

    @Test func recordingsNeitherKeepNorRecall() async throws {
        try await withTemporaryFolder { folder in
            let (store, first) = try await conductor(in: folder, at: 0, isRecording: true)
            await settle(first)
            await first.remember()
            #expect(await first.present.1.mood?.name == .sad)
            #expect(try await store.snapshot(named: "mood") == nil)
            try store.close()

            let (live, second) = try await conductor(in: folder, at: 10)
            await settle(second)
            await second.remember()
            try live.close()
            let (_, third) = try await conductor(in: folder, at: 20, isRecording: true)
            #expect(await third.present.1.mood == nil)
        }
    }
}
