import Emotions
import Foundation
import MoodTracking
import Publishing
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import EmotunesDaemon

@Suite struct PlaylistCoordinatorTests {
    @Test func callersAtOnceGetAPlaylistEachAndTheNewestIsShown() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await PipeFixture(in: folder)
            await withTaskGroup(of: Void.self) { group in
                for mood in [Emotion.happy, .sad, .angry, .neutral, .happy, .sad] {
                    group.addTask { _ = try? await fixture.coordinator.regenerate(mood) }
                }
            }
            let latest = try await fixture.store.latestPlaylist()
            #expect(latest?.id == 6)
            #expect(fixture.status.present.playlist?.id == latest?.id)
            #expect(await fixture.session.playlistMood == latest?.mood)
        }
    }

    @Test func shiftThatIsRetriedWhileItsPlaylistIsMadeIsRecordedOnce() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await PipeFixture(in: folder)
            let retrying = Task {
                while !Task.isCancelled {
                    await fixture.coordinator.retry()
                    await Task.yield()
                }
            }
            await fixture.show(.neutral, from: 0, seconds: 60)
            await fixture.show(.happy, from: 60, seconds: 120)
            retrying.cancel()
            await retrying.value
            let history = try await fixture.store.history()
            #expect(history.shifts.map(\.to) == [.happy])
            #expect(try await fixture.store.latestPlaylist()?.id == 2)
        }
    }

    @Test func noShiftIsLostWhileNothingCanBeWritten() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await PipeFixture(in: folder)
            await fixture.show(.neutral, from: 0, seconds: 60)
            let broken = try StateStore(openingIn: folder + "/broken", now: PipeFixture.date)
            broken.close()
            await fixture.reconfigure(writingTo: broken)
            await fixture.show(.happy, from: 60, seconds: 240)
            await fixture.show(.sad, from: 300, seconds: 240)
            #expect(fixture.status.present.trouble != nil)
            #expect(try await fixture.store.history().shifts.isEmpty)
            await fixture.reconfigure(writingTo: fixture.store)
            await fixture.retry()
            let shifts = try await fixture.store.history().shifts
            #expect(Set(shifts.map(\.to)) == [.happy, .sad] && shifts.count == 2)
            #expect(fixture.status.present.trouble == nil)
            #expect(try await fixture.store.latestPlaylist()?.mood == .sad)
        }
    }

    @Test func filesThatAreSwitchedOnShowThePlaylistThatIsThere() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await PipeFixture(in: folder)
            _ = try await fixture.coordinator.regenerate(.happy)
            #expect(fixture.status.present.publishing[FileTarget.name] == nil)
            for isEnabled in [true, false] {
                await fixture.reconfigure(writingTo: fixture.store, writesFiles: isEnabled)
                #expect(
                    fixture.status.present.publishing[FileTarget.name]?.state == (isEnabled ? .published : nil))
            }
            #expect(FileManager.default.fileExists(atPath: folder + "/playlist.m3u8"))
        }
    }

    /// A target whose first call does not return until it is let go, like a folder of a dead file server.
    private final class HangingTarget: PlaylistTarget {
        let name = "hanging"
        let isEnabled = true
        private let waiting = Mutex<(isOpen: Bool, calls: [CheckedContinuation<Void, Never>])>((false, []))

        func reconcile(now: Date) async throws -> PublishingProgress {
            await withCheckedContinuation { continuation in
                let isOpen = waiting.withLock { waiting in
                    if !waiting.isOpen { waiting.calls.append(continuation) }
                    return waiting.isOpen
                }
                if isOpen { continuation.resume() }
            }
            return .underWay
        }

        func letGo() {
            let calls = waiting.withLock { waiting in
                defer { waiting = (true, []) }
                return waiting.calls
            }
            for call in calls { call.resume() }
        }
    }

    @Test func listThatEndsIsFollowedByAnotherForTheSameMood() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await PipeFixture(in: folder)
            // Nothing is known yet, so nothing can follow.
            fixture.requests.put(.listEnds(at: PipeFixture.date))
            await fixture.router.settled()
            #expect(try await fixture.store.latestPlaylist() == nil)
            #expect(try await fixture.coordinator.regenerate(.sad))
            fixture.requests.put(.listEnds(at: PipeFixture.date))
            await fixture.router.settled()
            let latest = try await fixture.store.latestPlaylist()
            #expect(latest?.id == 2 && latest?.mood == .sad)
            #expect(latest?.reason.hasPrefix("the list before has come to its last song") == true)
        }
    }

    @Test func targetThatHangsHoldsUpNeitherLooksNorPlaylists() async throws {
        try await withTemporaryFolder { folder in
            let target = HangingTarget()
            let fixture = try await PipeFixture(in: folder, extraTargets: [target], isRunning: false)
            let running = [
                Task { await fixture.recorder.run() }, Task { await fixture.coordinator.run() },
            ]
            await fixture.show(.neutral, from: 0, seconds: 60)
            await fixture.show(.happy, from: 60, seconds: 120)
            // Not `settled`, which would wait for the target.
            await fixture.history.drained()
            await fixture.requests.drained()
            #expect(fixture.status.present.framesAnalysed == 360)
            #expect(try await fixture.store.history().shifts.map(\.to) == [.happy])
            #expect(try await fixture.store.publishing().first { $0.target == "hanging" }?.playlistID == 2)
            target.letGo()
            fixture.coordinator.finish()
            fixture.history.finish()
            for task in running { await task.value }
        }
    }

    @Test func playlistAskedForIsThereThoughATargetHangs() async throws {
        try await withTemporaryFolder { folder in
            let target = HangingTarget()
            let fixture = try await PipeFixture(
                in: folder, extraTargets: [target], isRunning: false, publishingPatience: .zero)
            #expect(try await fixture.coordinator.regenerate(.happy))
            #expect(try await fixture.store.latestPlaylist()?.mood == .happy)
            #expect(fixture.status.present.playlist?.mood == .happy)
            target.letGo()
        }
    }

    @Test func looksGoOnWhileNothingIsWrittenAndNothingIsLostAfterwards() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await PipeFixture(in: folder, isRunning: false)
            await fixture.show(.neutral, from: 0, seconds: 60)
            await fixture.show(.happy, from: 60, seconds: 240)
            await fixture.show(.sad, from: 300, seconds: 240)
            #expect(fixture.status.present.framesAnalysed == 1080)
            #expect(fixture.requests.count == 3)
            // A stretch for each mood, and what is kept once.
            #expect(fixture.history.count <= 6)
            fixture.coordinator.finish()
            fixture.history.finish()
            await fixture.coordinator.run()
            await fixture.recorder.run()
            let history = try await fixture.store.history()
            #expect(history.shifts.map(\.to) == [.happy, .sad])
            #expect(history.playlists.map(\.mood) == [.neutral, .happy, .sad])
            #expect(try await fixture.store.snapshot(named: KeptMood.snapshotName) != nil)
        }
    }
}
