import ControlProtocol
import Emotions
import Foundation
import Logging
import Media
import MoodTracking
import SpotifySync
import StateStore
import TestSupport
import Testing
import VideoCapture

@testable import EmotunesDaemon

/// What a person says of their mood, from the control interface to what is kept.
@Suite struct CorrectionTests {
    private func control(_ fixture: PipeFixture) throws -> DaemonControl {
        let journal = Journal(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let account = SpotifyAccount(
            store: fixture.store, candidates: fixture.catalogue, log: SpotifyJournal(journal: journal), send: { _ in })
        return DaemonControl(
            session: fixture.session, coordinator: fixture.coordinator, hub: fixture.status,
            watch: try WatchControl(address: try SourceAddress(parsing: "v4l2:auto"), looksPerSecond: 2),
            store: fixture.store, account: account, resumed: {}, nowPlaying: { nil },
            configuration: { SettingsListing(settings: [], files: []) }, reloading: {})
    }

    /// As status tells it at that moment.
    private func hold(_ fixture: PipeFixture, _ now: Date) -> MoodHold? {
        StatusTranslation(present: fixture.status.present, uptimeSeconds: 0, now: now).status.moodHold
    }

    @Test func aNamedMoodHoldsAndThePlaylistFollows() async throws {
        try await withTemporaryFolder { folder in
            let clock = SetClock(PipeFixture.date)
            let fixture = try await PipeFixture(in: folder, clock: clock)
            let control = try control(fixture)
            await fixture.show(.sad, from: -60, seconds: 60)
            #expect(fixture.status.present.playlist?.mood == .sad)

            try await control.setMood(.neutral, seconds: 600)
            let hold = try #require(self.hold(fixture, clock.now))
            #expect(hold.mood == .neutral && !hold.by.isEmpty)
            #expect(hold.since == clock.now.timestamp && hold.until == (clock.now + 600).timestamp)
            #expect(fixture.status.present.playlist?.mood == .neutral)
            #expect(fixture.status.present.playlist?.reason.contains("you said that your mood is neutral") == true)
            #expect(fixture.said.lines.contains { $0.contains("said that the mood is neutral, not sad") })
            let corrections = try await control.corrections()
            #expect(corrections.map(\.mood) == [.neutral] && corrections.map(\.read) == [.sad])
            #expect(corrections.map(\.teaches) == [true])
            #expect(await fixture.session.resting.taught[.sad] > 0)

            // No look changes it while it holds; at its end none of those looks makes a shift.
            let id = fixture.status.present.playlist?.id
            await fixture.show(.happy, from: 0, seconds: 120)
            #expect(fixture.status.present.playlist?.id == id)
            clock.set(PipeFixture.date + 601)
            await fixture.show(.neutral, from: 120, seconds: 120)
            #expect(self.hold(fixture, clock.now) == nil && fixture.status.present.held == nil)
            #expect(fixture.status.present.playlist?.id == id)
            let events = try await fixture.store.history(from: PipeFixture.date - 60).events.filter {
                ["held", "released"].contains($0.word)
            }
            #expect(events.map(\.word) == ["held", "released"])
        }
    }

    @Test func aHoldOutlivesTheRunAndEndsInTime() async throws {
        try await withTemporaryFolder { folder in
            let first = try await PipeFixture(in: folder)
            await first.show(.sad, from: -60, seconds: 60)
            try await control(first).setMood(.happy, seconds: 3600)
            // Killed: nothing is written at an end.
            first.store.close()

            let second = try await PipeFixture(in: folder, at: PipeFixture.date + 600)
            #expect(hold(second, PipeFixture.date + 600)?.mood == .happy)
            #expect(second.status.present.mood?.name == .happy)
            #expect(second.status.present.playlist?.mood == .happy)
            await second.show(.sad, from: 0, seconds: 120)
            #expect(second.status.present.playlist?.mood == .happy)
            await second.keepMood()
            second.store.close()

            // It ran out while nothing ran.
            let third = try await PipeFixture(in: folder, at: PipeFixture.date + 7200)
            #expect(hold(third, PipeFixture.date + 7200) == nil)
            #expect(third.status.present.mood?.name == .happy)
            await third.show(.happy, from: 0, seconds: 120)
            #expect(third.status.present.playlist?.id == second.status.present.playlist?.id)
            #expect(try await control(third).corrections().count == 1)
        }
    }

    @Test func aSlipIsTakenBackWhole() async throws {
        try await withTemporaryFolder { folder in
            let clock = SetClock(PipeFixture.date)
            let fixture = try await PipeFixture(in: folder, clock: clock)
            let control = try control(fixture)
            await fixture.show(.sad, from: -60, seconds: 60)
            try await control.setMood(.happy, seconds: 3600)
            clock.set(PipeFixture.date + 60)
            try await control.autoMood()
            #expect(fixture.status.present.held == nil)
            #expect(try await control.corrections().isEmpty)
            #expect(try await fixture.store.corrections().isEmpty)
            #expect(await fixture.session.resting.taught == EmotionValues { _ in 0 })
            // Nothing is held: nothing is done.
            try await control.autoMood()
        }
    }

    @Test func anotherMoodNamedAtOnceTakesThePlaceOfASlip() async throws {
        try await withTemporaryFolder { folder in
            let clock = SetClock(PipeFixture.date)
            let fixture = try await PipeFixture(in: folder, clock: clock)
            let control = try control(fixture)
            await fixture.show(.sad, from: -60, seconds: 60)
            try await control.setMood(.happy, seconds: 3600)
            clock.set(PipeFixture.date + 20)
            try await control.setMood(.neutral, seconds: 3600)
            let kept = try await control.corrections()
            #expect(kept.map(\.mood) == [.neutral] && kept.map(\.read) == [.sad] && kept.map(\.teaches) == [true])
            #expect(try await fixture.store.corrections().map(\.id) == [Int64(try #require(kept.first).id)])
            #expect(await fixture.session.resting.taught[.sad] > 0)
            #expect(fixture.status.present.held?.mood == .neutral)
            #expect(fixture.status.present.playlist?.mood == .neutral)
            #expect(fixture.said.lines.contains { $0.contains("happy was a slip, and what it taught is forgotten") })

            // Two minutes later it is another mood, and the one before was none.
            clock.set(PipeFixture.date + 150)
            try await control.setMood(.happy, seconds: 3600)
            #expect(try await control.corrections().map(\.mood) == [.neutral, .happy])
        }
    }

    @Test func aSlipThatWasTakenBackLeavesItsLooksToTheNextWord() async throws {
        try await withTemporaryFolder { folder in
            let clock = SetClock(PipeFixture.date)
            let fixture = try await PipeFixture(in: folder, clock: clock)
            let control = try control(fixture)
            await fixture.show(.sad, from: -60, seconds: 60)
            try await control.setMood(.happy, seconds: 3600)
            try await control.autoMood()
            try await control.setMood(.neutral, seconds: 3600)
            let kept = try await control.corrections()
            #expect(kept.map(\.mood) == [.neutral] && kept.map(\.teaches) == [true])
        }
    }

    @Test func laterTheHoldEndsAndTheLessonStaysUntilItIsForgotten() async throws {
        try await withTemporaryFolder { folder in
            let clock = SetClock(PipeFixture.date)
            let fixture = try await PipeFixture(in: folder, clock: clock)
            let control = try control(fixture)
            await fixture.show(.sad, from: -60, seconds: 60)
            try await control.setMood(.neutral, seconds: 3600)
            clock.set(PipeFixture.date + 1200)
            try await control.autoMood()
            #expect(fixture.status.present.held == nil)
            let kept = try await control.corrections()
            #expect(kept.count == 1)
            #expect(try await fixture.store.corrections().first?.endedAt == clock.now)
            await #expect(throws: ControlFailure.self) { _ = try await control.forgetCorrection(id: 99) }
            #expect(try await control.forgetCorrection(id: kept[0].id) == 1)
            #expect(await fixture.session.resting.taught == EmotionValues { _ in 0 })
            #expect(try await control.forgetOpinions() == 0)
        }
    }

    @Test func recordingsKeepNothingOfIt() async throws {
        try await withTemporaryFolder { folder in
            let clock = SetClock(PipeFixture.date)
            let fixture = try await PipeFixture(in: folder, isRecording: true, clock: clock)
            let control = try control(fixture)
            await fixture.show(.sad, from: 0, seconds: 60)
            try await control.setMood(.happy, seconds: 3600)
            #expect(fixture.status.present.held?.mood == .happy)
            #expect(try await control.corrections().map(\.id) == [1])
            #expect(try await fixture.store.corrections().isEmpty)
            clock.set(PipeFixture.date + 700)
            try await control.setMood(.neutral, seconds: 3600)
            #expect(try await control.corrections().map(\.id) == [1, 2])
            #expect(try await control.forgetCorrection(id: 1) == 1)
            // A slip: what it taught goes with it, as the journal says.
            try await control.autoMood()
            #expect(try await control.corrections().isEmpty)

            try await control.setMood(.sad, seconds: 60)
            clock.set(PipeFixture.date + 761)
            await fixture.show(.sad, from: 60, seconds: 1)
            #expect(fixture.status.present.held == nil)
            #expect(try await words(fixture).isEmpty)
        }
    }

    /// What the history has of holds.
    private func words(_ fixture: PipeFixture) async throws -> [String] {
        await fixture.router.settled()
        return try await fixture.store.history(from: PipeFixture.date - 60).events.map(\.word).filter {
            ["held", "released"].contains($0)
        }
    }

    @Test func theHeldMoodNamedAgainIsOnlyHeldLonger() async throws {
        try await withTemporaryFolder { folder in
            let clock = SetClock(PipeFixture.date)
            let fixture = try await PipeFixture(in: folder, clock: clock)
            let control = try control(fixture)
            await fixture.show(.sad, from: -60, seconds: 60)
            try await control.setMood(.neutral, seconds: 600)
            let taught = await fixture.session.resting.taught
            for second in 1...3 {
                clock.set(PipeFixture.date + Double(second))
                try await control.setMood(.neutral, seconds: 3600)
            }
            let kept = try await control.corrections()
            #expect(kept.count == 1 && kept.first?.teaches == true)
            #expect(await fixture.session.resting.taught == taught)
            #expect(try await fixture.store.corrections().map(\.until) == [PipeFixture.date + 3603])
            let hold = try #require(self.hold(fixture, clock.now))
            #expect(hold.since == PipeFixture.date.timestamp && hold.until == (PipeFixture.date + 3603).timestamp)
        }
    }

    @Test func everyEndOfAHoldIsInTheHistory() async throws {
        try await withTemporaryFolder { folder in
            let clock = SetClock(PipeFixture.date)
            let first = try await PipeFixture(in: folder, clock: clock)
            let control = try control(first)
            await first.show(.sad, from: -60, seconds: 60)
            try await control.setMood(.happy, seconds: 3600)
            _ = try await control.forgetCorrection(id: nil)
            #expect(first.status.present.held == nil)
            #expect(try await words(first) == ["held", "released"])

            try await control.setMood(.happy, seconds: 600)
            clock.set(PipeFixture.date + 601)
            await first.show(.happy, from: 0, seconds: 1)
            #expect(try await words(first) == ["held", "released", "held", "released"])
            #expect(try await first.store.corrections().map(\.endedAt) == [PipeFixture.date + 600])

            // This one runs out while nothing runs, and nothing was kept of the mood.
            try await control.setMood(.happy, seconds: 600)
            first.store.close()
            let later = PipeFixture.date + 2 * 86_400
            let second = try await PipeFixture(in: folder, at: later, clock: SetClock(later))
            #expect(second.status.present.held == nil)
            #expect(try await words(second).suffix(2) == ["held", "released"])
            #expect(try await second.store.corrections().last?.endedAt == PipeFixture.date + 1201)
            second.store.close()

            // An earlier clock does not begin it again.
            let third = try await PipeFixture(in: folder, at: PipeFixture.date + 700)
            #expect(third.status.present.held == nil)
        }
    }

    @Test func aListMadeDuringTheHoldOutlivesTheRun() async throws {
        try await withTemporaryFolder { folder in
            let clock = SetClock(PipeFixture.date)
            let first = try await PipeFixture(in: folder, clock: clock)
            let control = try control(first)
            await first.show(.neutral, from: -60, seconds: 60)
            try await control.setMood(.happy, seconds: 3600)
            clock.set(PipeFixture.date + 60)
            _ = try await control.regenerate(mood: .sad)
            let list = first.status.present.playlist
            #expect(list?.mood == .sad)
            first.store.close()

            let second = try await PipeFixture(in: folder, at: PipeFixture.date + 120)
            #expect(second.status.present.held?.mood == .happy)
            #expect(second.status.present.playlist?.id == list?.id)
        }
    }

    @Test func whatCannotBeWrittenIsNotHeld() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try await PipeFixture(in: folder)
            let control = try control(fixture)
            fixture.store.close()
            await #expect(throws: ControlFailure.self) { try await control.setMood(.happy, seconds: 600) }
            #expect(fixture.status.present.held == nil)
        }
    }
}
