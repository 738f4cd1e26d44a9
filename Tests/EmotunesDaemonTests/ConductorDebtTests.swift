import Emotions
import Foundation
import MoodTracking
import StateStore
import TestSupport
import Testing

@testable import EmotunesDaemon

@Suite struct ConductorDebtTests {
    @Test func manyWhoAskAtOnceGetAPlaylistEachAndTheNewestIsShown() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await ConductorFixture(in: folder)
            await withTaskGroup(of: Void.self) { group in
                for mood in [Emotion.happy, .sad, .angry, .neutral, .happy, .sad] {
                    group.addTask { _ = try? await fixture.conductor.regenerate(mood) }
                }
            }
            let latest = try await fixture.store.latestPlaylist()
            let (state, engine) = await fixture.conductor.present
            #expect(latest?.id == 6)
            #expect(state.playlist?.id == latest?.id)
            #expect(engine.playlistMood == latest?.mood)
        }
    }

    /// A retry, or a wish of the person's, that comes while a playlist is being made must not make it again.
    @Test func aShiftIsSettledOnce() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await ConductorFixture(in: folder)
            let retrying = Task {
                while !Task.isCancelled {
                    await fixture.conductor.takeUpDebts()
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
            let fixture = try await ConductorFixture(in: folder)
            await fixture.show(.neutral, from: 0, seconds: 60)
            let broken = try StateStore(openingIn: folder + "/broken", now: ConductorFixture.date)
            try broken.close()
            await fixture.reconfigure(writingTo: broken)
            await fixture.show(.happy, from: 60, seconds: 240)
            await fixture.show(.sad, from: 300, seconds: 240)
            #expect(await fixture.conductor.present.0.trouble != nil)
            #expect(try await fixture.store.history().shifts.isEmpty)
            await fixture.reconfigure(writingTo: fixture.store)
            await fixture.conductor.takeUpDebts()
            let shifts = try await fixture.store.history().shifts
            #expect(Set(shifts.map(\.to)) == [.happy, .sad] && shifts.count == 2)
            #expect(await fixture.conductor.present.0.trouble == nil)
            #expect(try await fixture.store.latestPlaylist()?.mood == .sad)
        }
    }

    @Test func filesThatAreSwitchedOnShowThePlaylistThatIsThere() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await ConductorFixture(in: folder)
            _ = try await fixture.conductor.regenerate(.happy)
            #expect(await fixture.conductor.present.0.publishing == nil)
            for isEnabled in [true, false] {
                await fixture.reconfigure(writingTo: fixture.store, writesFiles: isEnabled)
                #expect(await fixture.conductor.present.0.publishing?.state == (isEnabled ? .published : nil))
            }
            #expect(FileManager.default.fileExists(atPath: folder + "/playlist.m3u8"))
        }
    }
}
