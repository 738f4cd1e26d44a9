import Emotions
import FoundationEssentials
import StateStore
import TestSupport
import Testing

@Suite struct HistoryTests {
    private func close(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 1e-9 }

    @Test func sameMoodExtendsItsPeriod() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            for (second, mood, confidence) in [
                (0.0, Emotion.sad, 0.5), (10, .sad, 0.6), (20, .sad, 0.8), (30, .happy, 0.9), (40, .happy, 0.7),
            ] {
                try await store.noteMood(mood, confidence: confidence, at: start + second, maximumGap: 15)
            }
            let moods = try await store.history().moods
            #expect(moods.map(\.mood) == [.sad, .happy])
            // No hole: the first ends where the second begins.
            #expect(moods.map(\.from) == [start, start + 30])
            #expect(moods.map(\.to) == [start + 30, start + 40])
            #expect(close(moods[0].confidence, 0.7) && close(moods[1].confidence, 0.7))
        }
    }

    @Test func gapOrClockSetBackBeginsANewPeriod() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            for second in [0, 10, 100, 105, 50] as [Double] {
                try await store.noteMood(.sad, confidence: 0.5, at: start + second, maximumGap: 15)
            }
            let moods = try await store.history().moods
            #expect(moods.map(\.from) == [start, start + 50, start + 100])
            #expect(moods.map(\.to) == [start + 10, start + 50, start + 105])
        }
    }

    @Test func rangeIncludesOverlappingEvents() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            for hour in 0..<6 {
                let at = start + Double(hour) * 3600
                let mood: Emotion = hour.isMultiple(of: 2) ? .sad : .happy
                try await store.noteMood(mood, confidence: 0.5, at: at, maximumGap: 7200)
                let shift = MoodShiftRecord(at: at, from: .neutral, to: mood, confidence: 0.5, why: "w")
                if hour == 3 {
                    try await store.record(shift)
                } else {
                    _ = try await store.record(playlist(1...2, at: at, mood: mood), after: [shift])
                }
            }
            let part = try await store.history(from: start + 2.5 * 3600, to: start + 4 * 3600)
            #expect(part.moods.map(\.from) == [start + 7200, start + 10_800, start + 14_400])
            #expect(part.shifts.map(\.at) == [start + 10_800, start + 14_400])
            #expect(part.playlists.map(\.at) == [start + 14_400])
            #expect(part.playlists.map(\.mood) == [.sad])
            #expect(try await store.history(from: start + 20_000).shifts.isEmpty)
            #expect(try await store.history(to: start).shifts.count == 1)
            #expect(try await store.history().shifts.count == 6)
        }
    }

    @Test func thinningDeletesOnlyOldRows() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            for age in [500, 100, 10] as [Double] {
                let at = start - age * day
                let shift = MoodShiftRecord(at: at, from: .neutral, to: .sad, confidence: 0.5, why: "w")
                _ = try await store.record(playlist(Int(age)...(Int(age) + 1), at: at), after: [shift])
                for second in [0, 30, 60, 90] as [Double] {
                    let mood: Emotion = second < 60 ? .sad : .happy
                    try await store.noteMood(mood, confidence: 0.5, at: at + second, maximumGap: 60)
                }
            }
            let report = try await store.thin(now: start)
            // Each day has one stretch of 60 s and one of 30 s.
            #expect(report.moods == 3)
            #expect(report.shifts == 1)
            #expect(report.playlists == 1)
            #expect(report.playlistTracks == 4)
            #expect(report.offers == 2)
            let history = try await store.history()
            #expect(history.moods.count == 3)
            #expect(history.playlists.count == 2)
            let oldest = try #require(history.playlists.first)
            #expect(try await store.playlist(id: oldest.id)?.tracks.isEmpty == true)
            #expect(try await store.latestPlaylist()?.tracks.count == 2)
            #expect(try await store.thin(now: start) == ThinningReport())
        }
    }

    @Test func thinningKeepsAnOldPlaylistInUse() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            let wished = try await store.record(playlist(1...2, at: start - 600 * day), wishes: ["spotify"])
            let plain = try await store.record(playlist(3...4, at: start - 550 * day))
            let latest = try await store.record(playlist(5...6, at: start - 500 * day))
            #expect(try await store.thin(now: start).playlists == 1)
            #expect(try await store.playlist(id: wished.id)?.tracks.count == 2)
            #expect(try await store.playlist(id: plain.id) == nil)
            #expect(try await store.latestPlaylist() == latest)
        }
    }
}
