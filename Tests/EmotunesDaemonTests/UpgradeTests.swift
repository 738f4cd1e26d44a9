import Emotions
import Foundation
import MoodTracking
import Songs
import SpotifyWebAPI
import StateStore
import TestSupport
import Testing

@testable import EmotunesDaemon
@testable import SpotifySync

/// What version 0.1 kept as JSON (`Tests/Fixtures/state-0.1`), read by today's types: a renamed member would turn it
/// into nothing.
@Suite struct UpgradeTests {
    private struct Recorded: Decodable {
        struct Status: Decodable {
            struct Mood: Decodable {
                var name: String
                var confidence: Double
            }
            var mood: Mood
        }
        var status: Status
        /// The JSON itself, by the snapshot's name.
        var snapshots: [String: String]
        var spotifyPlaylists: [String]
    }

    private struct Resting: Decodable {
        var median: [String: Double]
        var hours: Double
    }

    private let folder: TemporaryFolder
    private let recorded: Recorded
    private let store: StateStore
    /// Two minutes after the recording began.
    private static let date = Date(timeIntervalSince1970: 1_764_331_320)

    init() throws {
        let fixture = Repository.path("Tests/Fixtures/state-0.1")
        folder = try TemporaryFolder(copying: ["state"], from: fixture)
        recorded = try JSONDecoder().decode(
            Recorded.self, from: Data(contentsOf: URL(fileURLWithPath: "\(fixture)/expected.json")))
        store = try StateStore(openingIn: folder.file("state"), now: Self.date)
    }

    @Test func moodAndFaceAtRestAreGoneOnWith() async throws {
        let pipe = try await PipeFixture(
            in: folder.file("state"), at: Self.date, policy: MoodPolicy(), usesStarter: false)
        let mood = try #require(pipe.status.present.mood)
        #expect(mood.name.rawValue == recorded.status.mood.name)
        #expect(abs(mood.confidence - recorded.status.mood.confidence) < 1e-9)

        let kept = try JSONDecoder().decode(
            Resting.self, from: Data(try #require(recorded.snapshots["resting"]).utf8))
        #expect(kept.hours >= 1 && kept.median.count == Emotion.allCases.count)
        let resting = await pipe.session.resting
        #expect(resting.hours == kept.hours)
        for emotion in Emotion.allCases {
            let value = try #require(kept.median[emotion.rawValue])
            // Scores that are too low to say anything all count the same.
            #expect(abs((resting.median[emotion] ?? 0) - value) < 0.001)
        }
        #expect(resting != RestingExpression(usual: MoodModel.shipped.restingLogScores))
    }

    @Test func tasteOfTheAccountIsKnown() async throws {
        let known = try await store.knownTaste()
        #expect(known.top.map(\.identity.spotifyID) == (3...5).map { "madeup000000000000000\($0)" })
        #expect(known.recent.count == 2)
        #expect(known.cursor == "1700000000000")
        #expect(known.answeredAt.count >= 3)
    }

    @Test func playlistInTheAccountIsKnown() async throws {
        let kept = try #require(try await store.snapshot(named: "spotify_playlist"))
        let facts = try JSONDecoder().decode(SpotifyPublisher.Facts.self, from: kept.content)
        #expect(facts.playlistID == recorded.spotifyPlaylists.first)
        #expect(facts.name == "EmoTunes happy")
        #expect(facts.cover == .happy)
        #expect(facts.wish == (try await store.latestPlaylist())?.id)
    }

    @Test func whatSpotifyAskedForIsKnown() async throws {
        let kept = try #require(try await store.snapshot(named: SpotifyAccount.gateName))
        let limit = try JSONDecoder().decode(RateLimitGate.self, from: kept.content)
        // Two seconds, and half a second for clocks that differ.
        #expect(abs(limit.remaining(now: kept.at) - 2.5) < 0.01)
    }

    @Test func signInIsThere() async throws {
        let grants = GrantStore(stateFolder: folder.file("state"))
        let grant = try #require(try await grants.load(clientID: "any", now: Self.date))
        #expect(grant.clientID == "0123456789abcdef0123456789abcdef")
        #expect(grant.refreshToken == "planted-refresh-3")
        #expect(grant.scopes.count == 9)
        #expect(grant.ageInDays(now: Self.date) == 0)
    }
}
