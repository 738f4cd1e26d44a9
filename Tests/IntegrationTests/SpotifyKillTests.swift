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
}
