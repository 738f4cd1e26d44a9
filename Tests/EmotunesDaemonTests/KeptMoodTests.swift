import Emotions
import Foundation
import Media
import MoodTracking
import Testing

@testable import EmotunesDaemon

@Suite struct KeptMoodTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)
    private let memory = MoodEngine.Memory(
        belief: EmotionScores { $0 == .sad ? 0.7 : 0.05 }, mood: .sad, since: MediaTime(seconds: 40),
        lastShift: MediaTime(seconds: 90))

    private func kept() throws -> Data {
        try KeptMood(memory, mediaNow: MediaTime(seconds: 100), now: now).encoded
    }

    @Test func anotherClockLaterMeansTheSameMoments() throws {
        let later = now.addingTimeInterval(20)
        let read = try #require(try KeptMood(try kept(), keptAt: now, now: later))
        // The machine was started anew: its clock has counted five seconds.
        let back = read.memory(mediaNow: MediaTime(seconds: 5), now: later)
        #expect(back.mood == .sad)
        #expect(abs(back.since.seconds - (5 - 80)) < 0.001)
        #expect(abs(try #require(back.lastShift).seconds - (5 - 30)) < 0.001)
        for emotion in Emotion.allCases { #expect(abs(back.belief[emotion] - memory.belief[emotion]) < 1e-12) }
    }

    @Test(arguments: [(0.0, true), (43_199, true), (43_200, false), (-30, true), (-61, false)])
    func recordOlderThanTwelveHoursIsLeftOut(age: Double, counts: Bool) throws {
        #expect(try (KeptMood(try kept(), keptAt: now, now: now.addingTimeInterval(age)) != nil) == counts)
    }

    @Test func timesAheadCountAsNow() throws {
        let earlier = now.addingTimeInterval(-50)
        let read = try #require(try KeptMood(try kept(), keptAt: now, now: earlier))
        #expect(read.memory(mediaNow: MediaTime(seconds: 7), now: earlier).lastShift?.seconds == 7)
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"belief":{"sad":1},"mood":"sad","since":1}"#,
        #"{"belief":{"angry":0,"disgust":0,"fear":0,"happy":0,"neutral":0,"sad":1,"surprise":0},"mood":"joy","since":1}"#,
        #"{"belief":{"angry":0,"disgust":0,"fear":0,"happy":0,"neutral":0,"sad":-1,"surprise":0},"mood":"sad","since":1}"#,
    ])
    func unreadableRecordThrows(content: String) {
        #expect(throws: DecodingError.self) { try KeptMood(Data(content.utf8), keptAt: now, now: now) }
    }
}
