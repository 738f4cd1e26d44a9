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

    /// A day of everything: 40 moods, 30 shifts, 20 playlists and 50 events.
    private func fill(_ store: StateStore) async throws {
        for number in 0..<40 {
            let began = start + Double(number) * 600
            for moment in [began, began + 20] {
                try await store.noteMood(number % 2 == 0 ? .happy : .sad, confidence: 0.9, at: moment, maximumGap: 30)
            }
        }
        for number in 0..<30 {
            try await store.record(
                MoodShiftRecord(
                    at: start + Double(number) * 700, from: .happy, to: .sad, confidence: 0.9, why: "\(number)"))
        }
        for number in 0..<20 {
            var made = playlist(1...1, at: start + Double(number) * 800)
            made.reason = "reason \(number)"
            _ = try await store.record(made)
        }
        // Not in the order of their times: what was nearly a shift is known afterwards.
        try await store.note(
            (0..<50).reversed().map {
                EventRecord(at: start + Double($0) * 300, kind: .camera, word: "busy", subject: nil, text: "\($0)")
            })
    }

    @Test func partsTogetherAreTheHistory() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            try await fill(store)
            let whole = try await store.history()
            #expect(whole.moods.count == 40 && whole.shifts.count == 30)
            #expect(whole.playlists.map(\.reason) == (0..<20).map { "reason \($0)" })
            #expect(whole.events.map(\.text) == (0..<50).map(String.init))
            for count in [1, 7, 40, 139, 140, 141] {
                var (together, parts) = (History(), 0)
                var cursor: HistoryCursor?
                repeat {
                    let (part, next) = try await store.history(
                        from: nil, to: nil, limit: nil, after: cursor, count: count)
                    #expect(part.moods.count + part.shifts.count + part.playlists.count + part.events.count <= count)
                    together.moods += part.moods
                    together.shifts += part.shifts
                    together.playlists += part.playlists
                    together.events += part.events
                    (cursor, parts) = (next, parts + 1)
                } while cursor != nil && parts < 200
                #expect(together == whole, "in parts of \(count)")
            }
        }
    }

    @Test func limitKeepsTheNewestOfEachList() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            try await fill(store)
            let whole = try await store.history()
            for (limit, count) in [(1, 500), (7, 500), (7, 3), (45, 500)] {
                var together = History()
                var cursor: HistoryCursor?
                repeat {
                    let (part, next) = try await store.history(
                        from: nil, to: nil, limit: limit, after: cursor, count: count)
                    together.moods += part.moods
                    together.shifts += part.shifts
                    together.playlists += part.playlists
                    together.events += part.events
                    cursor = next
                } while cursor != nil
                #expect(together.moods == Array(whole.moods.suffix(limit)))
                #expect(together.shifts == Array(whole.shifts.suffix(limit)))
                #expect(together.playlists == Array(whole.playlists.suffix(limit)))
                #expect(together.events == Array(whole.events.suffix(limit)))
            }
        }
    }

    @Test func boundsHoldForEveryList() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            try await fill(store)
            let part = try await store.history(from: start + 3_000, to: start + 6_000)
            #expect(part.moods.allSatisfy { $0.to >= start + 3_000 && $0.from <= start + 6_000 })
            #expect(part.moods.count == 6)
            #expect(part.shifts.map(\.at) == [5, 6, 7, 8].map { start + $0 * 700 })
            #expect(part.playlists.map(\.at) == [4, 5, 6, 7].map { start + $0 * 800 })
            #expect(part.events.count == 11)
        }
    }

    @Test func eventsAreThinned() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            try await fill(store)
            #expect(try await store.thin(now: start + 2 * day).events == 0)
            var policy = RetentionPolicy()
            policy.events = 20
            #expect(try await store.thin(policy, now: start + 2 * day).events == 30)
            #expect(try await store.thin(now: start + 91 * day).events == 20)
            #expect(try await store.history().events.isEmpty)
        }
    }

    @Test func lastTraceIsWhateverWasWrittenLast() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            #expect(try await store.lastTrace() == nil)
            try await store.note([EventRecord(at: start, kind: .program, word: "started", subject: nil, text: "")])
            try await store.noteMood(.sad, confidence: 1, at: start + 60, maximumGap: 30)
            #expect(try await store.lastTrace()?.at == start + 60)
            #expect(try await store.lastTrace()?.wasEnded == false)
            try await store.note([EventRecord(at: start + 90, kind: .program, word: "ended", subject: nil, text: "")])
            #expect(try await store.lastTrace()?.at == start + 90)
            #expect(try await store.lastTrace()?.wasEnded == true)
        }
    }
}
