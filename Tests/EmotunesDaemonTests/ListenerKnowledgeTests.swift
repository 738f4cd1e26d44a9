import Curation
import Foundation
import Songs
import SpotifyWebAPI
import StateStore
import Testing

@testable import EmotunesDaemon
@testable import SpotifySync

@Suite struct ListenerKnowledgeTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func skipCountsAgainstTrackWithoutBeingADislike() {
        let heard = FeedbackRecord(
            identity: TrackIdentity(spotifyID: "one", nameKey: nil), title: "one", artists: ["Somebody"],
            verdict: .heard, balance: -1, at: now)
        let knowledge = ListenerKnowledge(feedback: [heard], account: KnownTaste(), learns: true, now: now)
        #expect(knowledge.lessons.map(\.worth) == [-0.25])
        #expect(knowledge.disliked.isEmpty)
        #expect(knowledge.liked.isEmpty)
    }

    @Test func trackSavedInTheAccountIsKnownByItsName() {
        var taste = KnownTaste()
        taste.saved = [
            KnownTaste.Entry(
                SpotifyTrack(
                    id: "loved", title: "Minor Swing", artists: ["Django Reinhardt"], durationMilliseconds: nil))
        ]
        let track = Track(
            id: 1, title: "Minor Swing", artists: ["Django Reinhardt", "Stéphane Grappelli"],
            moodScores: SongMoodScores(.happy, certainty: 0.9))
        #expect(taste.listening.affinity(for: track) == 0.8)
    }
}
