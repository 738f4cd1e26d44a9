import Foundation
import SpotifyTestSupport
import StateStore
import TestSupport
import Testing

/// A state folder that version 0.1 left (`Tests/Fixtures/record-state` says how), taken over by the built daemon.
@Suite(.serialized, .ownThread) struct UpgradeTests {
    /// What version 0.1 said of its state.
    struct Recorded: Decodable {
        struct Status: Decodable {
            struct Mood: Decodable {
                var name: String
                var since: String
            }
            var mood: Mood
        }
        struct Taste: Decodable, Equatable {
            var uri: String
            var title: String?
            var verdict: String
            var songMood: String?
            var mood: String?
            var at: String
        }
        struct History: Decodable, Equatable {
            struct Interval: Decodable, Equatable {
                var from: String
                var to: String
                var mood: String
            }
            struct Shift: Decodable, Equatable {
                var at: String
                var from: String
                var to: String
                var why: String
            }
            struct Made: Decodable, Equatable {
                var id: Int
                var at: String
                var mood: String
            }
            var moods: [Interval]
            var shifts: [Shift]
            var playlists: [Made]
        }
        struct Playlist: Decodable, Equatable {
            struct Track: Decodable, Equatable {
                var title: String?
                var artists: [String]?
                var album: String?
                var uri: String
                var cover: String?
                var songMood: String
                var score: Double
                var why: String
            }
            var id: Int
            var mood: String
            var generatedAt: String
            var reason: String
            var tracks: [Track]
        }
        var status: Status
        var taste: [Taste]
        var history: History
        var playlist: Playlist
        var spotifyPlaylists: [String]
    }

    /// A copy of the folder with its daemon, whose camera is not there, and the account it is signed in to.
    struct Setting {
        let fake: FakeSpotify
        let folder: TemporaryFolder
        let recorded: Recorded

        init() async throws {
            let fixture = Repository.path("Tests/Fixtures/state-0.1")
            folder = try TemporaryFolder(copying: ["state"], from: fixture)
            recorded = try JSONDecoder().decode(
                Recorded.self, from: Data(contentsOf: URL(fileURLWithPath: "\(fixture)/expected.json")))
            fake = try FakeSpotify()
            fake.plant(
                refreshToken: "planted-refresh-3",
                scopes: [
                    "playlist-modify-private", "playlist-read-private", "ugc-image-upload", "user-library-modify",
                    "user-library-read", "user-modify-playback-state", "user-read-playback-state",
                    "user-read-recently-played", "user-top-read",
                ])
            for id in recorded.spotifyPlaylists { fake.plant(playlist: id, named: "EmoTunes happy") }
            try await keepMoodFresh()
        }

        /// A mood is gone on with for half a day only: this one counts as kept a moment ago.
        private func keepMoodFresh() async throws {
            let store = try StateStore(openingIn: folder.file("state"), now: Date())
            let kept = try #require(try await store.snapshot(named: "mood"))
            try await store.keepDurably(kept.content, named: "mood", at: Date())
            store.close()
        }

        func daemon() -> Program {
            Program(
                "emotunesd",
                [
                    "--source", "v4l2:\(folder.file("no-camera"))", "--state-dir", folder.file("state"), "--socket",
                    folder.file("control"), "--set", "spotify.client_id=\(fake.clientID)", "--set",
                    "spotify.api_url=\(fake.apiURL)", "--set", "spotify.accounts_url=\(fake.accountsURL)", "--set",
                    "spotify.taste=false", "--set", "spotify.playlist_name=EmoTunes {mood}",
                ], in: folder)
        }

        func json(_ arguments: String...) throws -> Data { try json(of: arguments) }

        private func json(of arguments: [String]) throws -> Data {
            let outcome = try Program(
                "emotunesctl", arguments + ["--json", "--socket", folder.file("control")], in: folder
            ).run()
            try #require(outcome.status == 0, "\(outcome.errorOutput)")
            return Data(outcome.output.utf8)
        }

        func answer<Answer: Decodable>(_ type: Answer.Type, _ command: String...) throws -> Answer {
            try JSONDecoder().decode(type, from: json(of: command))
        }

        /// Asks for the status until it is as wanted.
        @discardableResult func wait(until isReached: (Present) -> Bool) throws -> Present {
            let deadline = ContinuousClock.now + .seconds(60)
            while true {
                let outcome = try Program(
                    "emotunesctl", ["status", "--json", "--socket", folder.file("control")], in: folder
                ).run()
                let status = try? JSONDecoder().decode(Present.self, from: Data(outcome.output.utf8))
                if let status, isReached(status) { return status }
                guard ContinuousClock.now < deadline else {
                    throw SpotifyTests.Setting.TimedOut(last: outcome.output + outcome.errorOutput)
                }
            }
        }
    }

    /// The present status, as far as it is looked at.
    struct Present: Decodable {
        struct Playlist: Decodable {
            struct Publication: Decodable {
                var target: String
                var state: String
                var url: String?
            }
            var id: Int
            var mood: String
            var publishing: [Publication]

            var account: Publication? { publishing.first { $0.target == "spotify" } }
        }
        struct Spotify: Decodable { var state: String }
        var mood: Recorded.Status.Mood?
        var playlist: Playlist?
        var spotify: Spotify
        var notices: [String]
    }

    @Test func stateOfVersion01IsTakenOverWhole() async throws {
        let here = try await Setting()
        let (fake, recorded) = (here.fake, here.recorded)
        let daemon = here.daemon()
        try daemon.start()
        defer { daemon.send(SIGKILL) }

        let status = try here.wait { $0.spotify.state == "signed_in" && $0.playlist != nil }
        #expect(status.mood?.name == recorded.status.mood.name)
        #expect(status.mood?.since == recorded.status.mood.since)
        #expect(status.playlist?.id == recorded.playlist.id)
        #expect(status.playlist?.mood == recorded.playlist.mood)
        #expect(status.playlist?.account?.state == "published")
        #expect(status.playlist?.account?.url?.hasSuffix(recorded.spotifyPlaylists[0]) == true)

        #expect(try here.answer(Recorded.Playlist.self, "playlist") == recorded.playlist)
        #expect(try here.answer(Recorded.History.self, "history", "--from", "2020-01-01") == recorded.history)
        #expect(try here.answer([Recorded.Taste].self, "taste") == recorded.taste)
        #expect(recorded.taste.contains { $0.verdict == "like" } && recorded.taste.contains { $0.verdict == "dislike" })

        // The next playlist goes into the one that is there, by the sign-in that is there, and knows the dislike.
        _ = try here.json("regenerate", "--mood", "sad")
        try here.wait { $0.playlist?.mood == "sad" && $0.playlist?.account?.state == "published" }
        #expect(fake.allPlaylists.map(\.id) == recorded.spotifyPlaylists)
        #expect(fake.allPlaylists.map(\.uris.count) == [20])
        #expect(!fake.requests.contains("POST /v1/me/playlists"))
        #expect(fake.defects == [])
        let next = try here.answer(Recorded.Playlist.self, "playlist")
        let disliked = Set(recorded.taste.filter { $0.verdict == "dislike" }.map(\.uri))
        #expect(next.id == recorded.playlist.id + 1)
        #expect(next.tracks.allSatisfy { !disliked.contains($0.uri) })

        daemon.send(SIGTERM)
        let outcome = try daemon.wait()
        #expect(outcome.status == 0)
        // Nothing was set aside as damaged or as another version's.
        let files = try FileManager.default.contentsOfDirectory(atPath: here.folder.file("state"))
        #expect(!files.contains { $0.contains(".damaged") || $0.contains(".rejected") })
    }

    @Test func catalogueOfVersion01KeepsTheImportedSongs() async throws {
        struct Info: Decodable {
            struct Source: Decodable {
                var name: String
                var starter: Bool
                var tracks: Int
            }
            var measured: Int
            var index: String
            var sources: [Source]
        }
        let here = try await Setting()
        let outcome = try Program(
            "emotunesctl", ["catalogue", "info", "--json", "--state-dir", here.folder.file("state")], in: here.folder
        ).run()
        let info = try JSONDecoder().decode(Info.self, from: Data(outcome.output.utf8))
        #expect(info.measured == 36)
        #expect(info.sources.filter { !$0.starter }.map(\.tracks) == [36])
        #expect(info.sources.contains { $0.name.hasSuffix("/songs.csv") })
    }
}
