import Emotions
import FaceAnalysis
import Foundation
import Media
import MoodTracking
import StateStore
import TestSupport
import Testing

@testable import EmotunesDaemon

@Suite struct MoodSessionTests {
    private static let beginning = 1_700_000_000.0

    /// A pipe in `folder`, started at `seconds` after the beginning; its camera's clock starts at 0.
    private func pipe(
        in folder: String, at seconds: Double, isRecording: Bool = false
    ) async throws -> PipeFixture {
        try await PipeFixture(
            in: folder, at: Date(timeIntervalSince1970: Self.beginning + seconds),
            policy: MoodPolicy(cooldownSeconds: 600), isRecording: isRecording, usesStarter: false)
    }

    /// Shows a sad face for half a minute that ends at the clocks' start.
    private func settle(_ pipe: PipeFixture) async {
        let sad = EmotionScores { $0 == .sad ? 0.95 : $0 == .neutral ? 0.04 : 0.002 }
        for half in -60...0 {
            let face = FaceReading.face(Rectangle(x: 0, y: 0, width: 90, height: 90), sad, pose: half / 10)
            await pipe.look(face, at: Double(half) / 2)
        }
    }

    @Test func nextRunKnowsTheMoodFromItsFirstMoment() async throws {
        try await withTemporaryFolder { folder in
            let first = try await pipe(in: folder, at: 0)
            await settle(first)
            await first.keepMood()
            let before = first.status.present
            first.store.close()
            #expect(before.mood?.name == .sad)

            let second = try await pipe(in: folder, at: 3600)
            let after = second.status.present
            #expect(after.mood?.name == .sad)
            #expect(abs((after.mood?.confidence ?? 0) - (before.mood?.confidence ?? 1)) < 1e-9)
            #expect(after.mood?.since == before.mood?.since)
            #expect(after.playlist?.id == before.playlist?.id)
        }
    }

    @Test func secondCalibrationLeavesTheFirstAlone() async throws {
        try await withTemporaryFolder { folder in
            let pipe = try await pipe(in: folder, at: 0)
            #expect(await pipe.session.beginCalibration())
            await settle(pipe)
            #expect(await !pipe.session.beginCalibration())
            let (looks, isEnough) = await pipe.session.endCalibration()
            #expect(looks == 61 && isEnough)
            #expect(await pipe.session.beginCalibration())
        }
    }

    @Test func halfADayLaterNothingIsAssumed() async throws {
        try await withTemporaryFolder { folder in
            let first = try await pipe(in: folder, at: 0)
            await settle(first)
            await first.keepMood()
            first.store.close()
            let second = try await pipe(in: folder, at: 13 * 3600)
            #expect(second.status.present.mood == nil)
        }
    }

    @Test func killedRunLosesHalfAMinuteAtMost() async throws {
        try await withTemporaryFolder { folder in
            let first = try await pipe(in: folder, at: 0)
            await settle(first)
            first.store.close()
            let second = try await pipe(in: folder, at: 10)
            #expect(second.status.present.mood?.name == .sad)
        }
    }

    @Test func recordingsNeitherKeepNorRecall() async throws {
        try await withTemporaryFolder { folder in
            let first = try await pipe(in: folder, at: 0, isRecording: true)
            await settle(first)
            await first.keepMood()
            #expect(first.status.present.mood?.name == .sad)
            #expect(try await first.store.snapshot(named: "mood") == nil)
            first.store.close()

            let second = try await pipe(in: folder, at: 10)
            await settle(second)
            await second.keepMood()
            second.store.close()
            let third = try await pipe(in: folder, at: 20, isRecording: true)
            #expect(third.status.present.mood == nil)
        }
    }

    @Test(arguments: [KeptMood.snapshotName, KeptResting.snapshotName])
    func recordThatCannotBeReadIsSaidAndLeftOut(name: String) async throws {
        try await withTemporaryFolder { folder in
            let first = try await pipe(in: folder, at: 0)
            try await first.store.keepSnapshot(Data("{}".utf8), named: name, at: PipeFixture.date)
            first.store.close()
            let second = try await pipe(in: folder, at: 10)
            #expect(second.said.lines.filter { $0.contains("cannot be read") }.count == 1)
            #expect(second.status.present.mood == nil)
        }
    }
}
