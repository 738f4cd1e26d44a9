import Foundation
import SpotifyTestSupport
import TestSupport
import Testing

/// `kill -9` at any moment around a refresh and a publication.
@Suite(.serialized, .ownThread) struct SpotifyKillTests {
    /// How often; `make check-kill` does it a hundred times.
    private static let count = ProcessInfo.processInfo.environment["EMOTUNES_KILLS"].flatMap { Int($0) } ?? 6

    @Test func accountIsCorrectAfterKills() throws {
        let here = try SpotifyTests.Setting()
        var daemon = here.daemon()
        try daemon.start()
        try here.wait { here.spotify($0) == "signed_out" }
        try here.signIn()
        daemon.send(SIGKILL)
        _ = try daemon.wait()
        var signedOut = 0
        for round in 0..<Self.count {
            // Every start refreshes, and every refresh invalidates the previous token.
            here.fake.expireAccessTokens()
            here.fake.forgetRequests()
            daemon = here.daemon()
            try daemon.start()
            try here.wait { !$0.isEmpty }
            _ = try here.ask("regenerate", "--mood", round.isMultiple(of: 2) ? "happy" : "sad")
            // From the first request on, at any moment; half of the time close to the refresh, which comes first.
            let moment = UInt32.random(in: 0..<(Bool.random() ? 400_000 : 15_000))
            let deadline = ContinuousClock.now + .seconds(5)
            while here.fake.requests.isEmpty, ContinuousClock.now < deadline { usleep(200) }
            usleep(moment)
            daemon.send(SIGKILL)
            _ = try daemon.wait()
            #expect(here.fake.playlists.count <= 1)
            if FileManager.default.fileExists(atPath: here.folder.file("state/spotify-token.rejected.json")) {
                // The new token had not reached the disk: the one way to lose a sign-in.
                signedOut += 1
                daemon = here.daemon()
                try daemon.start()
                let status = try here.wait { here.spotify($0) == "expired" }
                #expect(here.spotify(status) == "expired")
                try here.signIn()
                daemon.send(SIGKILL)
                _ = try daemon.wait()
            } else {
                // The token on the disk is valid, or a refresh was in flight.
                let data = try #require(
                    FileManager.default.contents(atPath: here.folder.file("state/spotify-token.json")))
                let kept = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
                let token = try #require(kept["refreshToken"] as? String)
                if !here.fake.isAlive(refreshToken: token) {
                    #expect(here.fake.requests.contains("POST /accounts/api/token"))
                }
            }
        }
        // In the end the newest playlist is there, once.
        here.fake.expireAccessTokens()
        daemon = here.daemon()
        try daemon.start()
        defer { daemon.send(SIGKILL) }
        let last = try here.wait { here.publishing($0) == "published" || here.spotify($0) == "expired" }
        if here.spotify(last) == "expired" {
            try here.signIn()
            try here.wait { here.publishing($0) == "published" }
        }
        #expect(here.fake.playlists.count == 1)
        #expect(here.fake.allPlaylists.count == 1)
        #expect(try here.fake.playlists.first?.uris == here.uris())
        #expect(here.fake.defects == [])
        print("killed \(Self.count) times; signed out by it \(signedOut) times")
    }

    /// The same while the person and Spotify do what leaves other programs stuck.
    @Test func accountIsCorrectAfterKillsAmongFaults() throws {
        let here = try SpotifyTests.Setting()
        // The old token stays: what becomes of a sign-in is looked at above.
        here.fake.setRotation(.none)
        var daemon = here.daemon()
        try daemon.start()
        try here.wait { here.spotify($0) == "signed_out" }
        try here.signIn()
        daemon.send(SIGKILL)
        _ = try daemon.wait()
        var happened: [String: Int] = [:]
        for round in 0..<Self.count {
            here.fake.forgetRequests()
            here.fake.mend()
            happened[disturb(here), default: 0] += 1
            daemon = here.daemon()
            try daemon.start()
            try here.wait { !$0.isEmpty }
            _ = try here.ask("regenerate", "--mood", round.isMultiple(of: 2) ? "happy" : "sad")
            let deadline = ContinuousClock.now + .seconds(5)
            while here.fake.requests.isEmpty, ContinuousClock.now < deadline { usleep(200) }
            usleep(UInt32.random(in: 0..<(Bool.random() ? 400_000 : 30_000)))
            daemon.send(SIGKILL)
            _ = try daemon.wait()
            #expect(here.fake.playlists.filter { !$0.isPublic }.count <= 1)
        }
        here.fake.mend()
        here.fake.lag(lists: 0)
        daemon = here.daemon()
        try daemon.start()
        defer { daemon.send(SIGKILL) }
        _ = try here.ask("regenerate", "--mood", "happy")
        // It is looked for a while before another playlist is made.
        try here.wait(seconds: 150) { here.publishing($0) == "published" }
        let ours = here.fake.playlists.filter { !$0.isPublic }
        #expect(ours.count == 1)
        #expect(ours.first?.uris.count == 20)
        #expect(try ours.first?.uris == here.uris())
        #expect(here.fake.defects == [])
        print("killed \(Self.count) times among \(happened)")
    }

    /// Something of what people and Spotify do; says what.
    private func disturb(_ here: SpotifyTests.Setting) -> String {
        switch Int.random(in: 0..<7) {
        case 0:
            here.fake.deletePlaylists()
            here.fake.breakNext(
                .init("POST", "/v1/me/playlists", answer: .mishap(.silence), isCarriedOut: true))
            here.fake.lag(lists: 2)
            return "deleted, and the reply to the next lost"
        case 1:
            here.fake.makePublic()
            return "made public"
        case 2:
            let shown = here.fake.playlists.last?.uris ?? []
            here.fake.kill(
                tracks: Set(shown.shuffled().prefix(1).map { String($0.dropFirst(14)) }), isNamed: Bool.random())
            return "a song gone"
        case 3:
            here.fake.rename("Mine", description: "for the kitchen")
            return "renamed"
        case 4:
            here.fake.breakNext(.init("PUT", "/v1/playlists", answer: .mishap(.cutBody), isCarriedOut: true))
            return "a cut reply"
        case 5:
            here.fake.breakNext(
                .init(nil, "/v1", answer: .failure(429, "slow", headers: [("Retry-After", "1")])))
            return "asked to wait"
        default: return "nothing"
        }
    }
}
