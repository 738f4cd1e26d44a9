import Foundation
import SpotifyTestSupport
import TestSupport
import Testing

/// The built daemon with a fake Spotify: sign-in, publishing, kills, and secrets in its output.
@Suite(.serialized, .ownThread) struct SpotifyTests {
    /// A daemon beside a fake Spotify.
    struct Setting {
        let fake: FakeSpotify
        let folder: TemporaryFolder

        init() throws {
            fake = try FakeSpotify()
            folder = try TemporaryFolder()
        }

        /// The daemon, in front of a drawn face or another source.
        func daemon(
            _ source: String = "demo:happy=600?repeat=forever", environment: [String: String] = [:]
        ) -> Program {
            Program(
                "emotunesd",
                [
                    "--source", source, "--state-dir", folder.file("state"), "--socket", folder.file("control"),
                    "--set", "spotify.client_id=\(fake.clientID)", "--set", "spotify.api_url=\(fake.apiURL)",
                    "--set", "spotify.accounts_url=\(fake.accountsURL)", "--set",
                    "spotify.playlist_name=EmoTunes {mood}",
                ], in: folder, environment: environment)
        }

        func ask(_ arguments: String...) throws -> Program.Outcome {
            try Program("emotunesctl", arguments + ["--socket", folder.file("control")], in: folder).run()
        }

        func status() throws -> [String: Any] {
            let outcome = try ask("status", "--json")
            guard outcome.status == 0 else { return [:] }
            return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
        }

        /// Asks for the status until it is as wanted.
        @discardableResult func wait(
            seconds: Double = 60, until isReached: ([String: Any]) throws -> Bool
        ) throws -> [String: Any] {
            let deadline = ContinuousClock.now + .seconds(seconds)
            while true {
                let status = try status()
                if try isReached(status) { return status }
                guard ContinuousClock.now < deadline else { throw TimedOut(last: "\(status)") }
            }
        }

        struct TimedOut: Error {
            var last: String
        }

        /// Signs in as a person does: opens the printed address.
        func signIn(_ options: String...) throws {
            let login = Program(
                "emotunesctl", ["login", "--no-open"] + options + ["--socket", folder.file("control")], in: folder,
                as: "login")
            try login.start()
            let deadline = ContinuousClock.now + .seconds(30)
            var address: Substring?
            while address == nil, ContinuousClock.now < deadline {
                address = login.outputSoFar.split(separator: "\n").map { $0.drop { $0 == " " } }
                    .first { $0.hasPrefix("http") }
                if !login.outputSoFar.contains("Waiting") { address = nil }
            }
            let page = try ScriptedBrowser.visit(String(try #require(address)))
            #expect(page.status == 200)
            #expect(page.page.contains("close this page"))
            let outcome = try login.wait()
            #expect(outcome.status == 0, "\(outcome.errorOutput)")
        }

        func spotify(_ status: [String: Any]) -> String? { (status["spotify"] as? [String: Any])?["state"] as? String }

        func publishing(_ status: [String: Any]) -> String? {
            let playlist = status["playlist"] as? [String: Any]
            let targets = playlist?["publishing"] as? [[String: Any]] ?? []
            return targets.first { $0["target"] as? String == "spotify" }?["state"] as? String
        }

        /// The uris of the newest playlist, as the daemon tells them.
        func uris() throws -> [String] {
            let outcome = try ask("playlist", "--json")
            let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
            return (object?["tracks"] as? [[String: Any]] ?? []).compactMap { $0["uri"] as? String }
        }
    }

    /// One command from nothing: the client id is written, and the newest playlist follows.
    @Test func loginWithAClientIDIsAllThereIsToDo() throws {
        let here = try Setting()
        let daemon = Program(
            "emotunesd",
            [
                "--source", "demo:happy=600?repeat=forever", "--state-dir", here.folder.file("state"), "--socket",
                here.folder.file("control"), "--set", "spotify.api_url=\(here.fake.apiURL)", "--set",
                "spotify.accounts_url=\(here.fake.accountsURL)",
            ], in: here.folder)
        try daemon.start()
        defer { daemon.send(SIGKILL) }
        try here.wait { here.spotify($0) == "off" }
        #expect(try here.ask("regenerate", "--mood", "happy").status == 0)
        #expect(try here.ask("login", "--no-open").errorOutput.contains("--client-id"))
        let start = ContinuousClock.now
        try here.signIn("--client-id", here.fake.clientID)
        try here.wait { here.publishing($0) == "published" }
        let (requests, passed) = (here.fake.requests, ContinuousClock.now - start)
        print("from login --client-id to the first full list: \(requests.count) requests, \(passed)")
        #expect(requests.count <= 40, "\(requests)")
        #expect(here.fake.playlists.map(\.uris.count) == [20])
        #expect(try here.uris() == here.fake.playlists.first?.uris)
        let settings = try String(
            contentsOfFile: here.folder.file(".config/emotunes/emotunesd.toml"), encoding: .utf8)
        #expect(settings.contains("client_id = \"\(here.fake.clientID)\""))
        daemon.send(SIGTERM)
        let outcome = try daemon.wait()
        #expect(outcome.status == 0)
        #expect(!outcome.errorOutput.contains("CancellationError"))
    }

    @Test func signInPublishesAndUpdatesAPlaylist() throws {
        let here = try Setting()
        let daemon = here.daemon()
        try daemon.start()
        defer { daemon.send(SIGKILL) }
        try here.wait { here.spotify($0) == "signed_out" }
        #expect(try here.ask("regenerate", "--mood", "happy").status == 0)
        try here.signIn()
        try here.wait { here.publishing($0) == "published" }
        let shown = try #require(here.fake.playlists.first)
        #expect(here.fake.playlists.count == 1)
        #expect(shown.name == "EmoTunes happy")
        #expect(shown.description.hasPrefix("For a happy mood, since "))
        #expect(!shown.isPublic)
        #expect(shown.uris.count == 20 && Set(shown.uris).count == 20)
        #expect(try here.uris() == shown.uris)

        #expect(try here.ask("regenerate", "--mood", "sad").status == 0)
        try here.wait { here.publishing($0) == "published" }
        let second = try #require(here.fake.playlists.first)
        #expect(here.fake.allPlaylists.count == 1)
        #expect(second.replacements == shown.replacements + 1)
        #expect(second.name == "EmoTunes sad")
        #expect(try here.uris() == second.uris)
        #expect(here.fake.defects == [])

        #expect(try here.ask("logout").output.contains("https://www.spotify.com/account/apps/"))
        try here.wait { here.spotify($0) == "signed_out" }
        #expect(!FileManager.default.fileExists(atPath: here.folder.file("state/spotify-token.json")))
        daemon.send(SIGTERM)
        #expect(try daemon.wait().status == 0)
    }

    @Test(arguments: [nil, "debug", "trace"]) func secretsStayOutOfLogsAndFiles(_ level: String?) throws {
        let here = try Setting()
        let daemon = here.daemon(environment: level.map { ["EMOTUNES_LOG_LEVEL": $0] } ?? [:])
        try daemon.start()
        defer { daemon.send(SIGKILL) }
        try here.wait { here.spotify($0) == "signed_out" }
        try here.signIn()
        here.fake.expireAccessTokens()
        #expect(try here.ask("regenerate", "--mood", "happy").status == 0)
        try here.wait { here.publishing($0) == "published" }
        here.fake.expireAccessTokens()
        here.fake.killRefreshTokens()
        #expect(try here.ask("regenerate", "--mood", "sad").status == 0)
        try here.wait { here.spotify($0) == "expired" }
        let status = try here.ask("status", "--json").output
        let secrets = here.fake.secrets
        #expect(secrets.count >= 6)
        var told = status + daemon.errorOutputSoFar
        // Lower log levels include requests.
        #expect(told.contains("PUT /playlists/") == (level != nil))
        told += try String(contentsOfFile: here.folder.file("login.out"), encoding: .utf8)
        for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(process) != nil {
            for file in ["cmdline", "environ"] {
                let data = FileManager.default.contents(atPath: "/proc/\(process)/\(file)") ?? Data()
                told += String(decoding: data, as: UTF8.self)
            }
        }
        for secret in secrets { #expect(!told.contains(secret)) }
        // The check can find a secret: it does so in the one place where they belong.
        let kept = try String(contentsOfFile: here.folder.file("state/spotify-token.rejected.json"), encoding: .utf8)
        #expect(secrets.contains { kept.contains($0) })
    }

    @Test func playlistIsPublishedBeforeTheDaemonEnds() throws {
        let here = try Setting()
        let tokens = here.fake.issueTokens(scopes: ["playlist-modify-private", "playlist-read-private"])
        let credentials = try TemporaryFolder()
        try Data(tokens.refresh.utf8).write(to: URL(fileURLWithPath: credentials.file("spotify-refresh-token")))
        let daemon = Program(
            "emotunesd",
            [
                "--source", "demo:happy=40?speed=max", "--until-end", "--state-dir", here.folder.file("state"),
                "--socket", here.folder.file("control"), "--set", "spotify.client_id=\(here.fake.clientID)", "--set",
                "spotify.api_url=\(here.fake.apiURL)", "--set", "spotify.accounts_url=\(here.fake.accountsURL)",
            ], in: here.folder, environment: ["CREDENTIALS_DIRECTORY": credentials.path])
        let outcome = try daemon.run()
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        #expect(here.fake.playlists.first?.uris.count == 20)
        #expect(here.fake.defects == [])
    }
}
