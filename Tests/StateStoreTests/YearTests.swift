import Emotions
import FoundationEssentials
import Storage
import TestSupport
import Testing

@testable import StateStore

/// The size of a year of busy days, thinned daily as the daemon does. The figure in the documents comes from here:
/// `swift test --filter YearTests`.
@Suite(.serialized) struct YearTests {
    /// Every eight-hour day: so many stretches of one mood each, and every so many of them a playlist.
    private static let days = 365, stretchesADay = 96, stretchesAPlaylist = 8
    private static let limit = 20 << 20

    @Test(.takesLong) func yearOfHistoryFitsInTwentyMegabytes() async throws {
        try await withTemporaryFolder { folder in
            let store = try StateStore(openingIn: folder, now: start)
            var largest = 0
            for number in 0..<Self.days {
                let morning = start + Double(number) * day
                for stretch in 0..<Self.stretchesADay {
                    let began = morning + Double(stretch) * 300
                    let mood = Emotion.allCases[(number + stretch) % Emotion.allCases.count]
                    for moment in [0, 299] as [Double] {
                        try await store.noteMood(mood, confidence: 0.9, at: began + moment, maximumGap: 300)
                    }
                    // What explains changes: half as many as there are stretches, and two at every playlist.
                    if stretch.isMultiple(of: 2) {
                        try await store.note([
                            EventRecord(
                                at: began, kind: .mood, word: "nearly", subject: "\(mood)",
                                text:
                                    "nearly a shift from neutral to \(mood): the face came 71 % of the way to \(mood), and "
                                    + "84 % are asked for (mood.threshold)")
                        ])
                    }
                    guard stretch.isMultiple(of: Self.stretchesAPlaylist) else { continue }
                    try await store.note(
                        ["pending", "published"].map {
                            EventRecord(
                                at: began, kind: .publishing, word: $0, subject: "file", text: "playlist \(number)")
                        })
                    let first = (number * 7 + stretch * 20) % 5_000
                    let shift = MoodShiftRecord(
                        at: began, from: .neutral, to: mood, confidence: 0.9,
                        why: "looked \(mood) for 8 s; 91 % sure")
                    _ = try await store.record(
                        NewPlaylist(
                            at: began, mood: mood, reason: "mood shifted from neutral to \(mood)",
                            tracks: (first..<first + 20).map { recorded($0) }), after: [shift], wishes: ["file"])
                }
                _ = try await store.thin(now: morning + day)
                largest = max(largest, store.bytesOnDisk)
            }
            let history = try await store.history()
            #expect(history.playlists.count == Self.days * Self.stretchesADay / Self.stretchesAPlaylist)
            #expect(history.moods.count >= Self.days * Self.stretchesADay - 1)
            print("a year of \(Self.stretchesADay) moods a day: \(largest / 1024) KB on the disk at the most")
            #expect(largest < Self.limit)
        }
    }
}
