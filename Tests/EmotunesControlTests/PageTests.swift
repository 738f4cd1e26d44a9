import ControlProtocol
import ControlTestSupport
import Foundation
import TestSupport
import Testing

@testable import EmotunesControl

@Suite(.ownThread) struct PageTests {
    private func page(_ playlist: Playlist? = Samples.playlist, moods: [MoodPeriod] = []) -> String {
        PageDocument(
            status: Samples.status, playlist: playlist, history: History(moods: moods, shifts: [], playlists: []),
            now: TestSurroundings.now, calendar: .utc
        ).html
    }

    @Test func pageIsSelfContained() {
        let html = page()
        for word in ["<script", "<link", "@import", "url("] { #expect(!html.contains(word)) }
        #expect(html.contains("default-src 'none'; img-src https:"))
        #expect(html.contains("prefers-color-scheme: dark"))
        #expect(html.contains("width=device-width"))
        #expect(html.contains("https://open.spotify.com/track/x"))
        #expect(html.contains("Spotify</a>. EmoTunes is not made"))
    }

    @Test func pageEscapesUntrustedText() {
        var hostile = Samples.playlist
        hostile.reason = "</style><script>alert(1)</script>"
        hostile.tracks[0].title = "<img src=x onerror=alert(1)>"
        hostile.tracks[0].artists = ["\"'&"]
        hostile.tracks[0].url = "javascript:alert(1)"
        hostile.tracks[0].cover = "https://x/\" onload=\"alert(1)"
        let html = page(hostile)
        #expect(!html.contains("<script"))
        #expect(!html.contains("<img"))
        #expect(!html.contains("javascript:"))
        #expect(!html.contains("onload=\""))
        #expect(html.contains("&quot;&#39;&amp;"))
    }

    @Test func pageDrawsTheDay() throws {
        let now = TestSurroundings.now.secondsSince1970
        let midnight = now - now.truncatingRemainder(dividingBy: 86_400)
        func period(_ from: Double, _ to: Double, _ mood: MoodName) -> MoodPeriod {
            MoodPeriod(
                from: Timestamp(secondsSince1970: midnight + from), to: Timestamp(secondsSince1970: midnight + to),
                mood: mood, confidence: 0.8)
        }
        let html = page(moods: [
            period(-7200, -3600, .angry), period(-60, 3600, .sad), period(3600, 7200, .happy),
        ])
        // Yesterday's periods are left out, and one that began then is cut at midnight.
        #expect(!html.contains("class=\"mood angry\""))
        #expect(html.contains("class=\"mood sad\" x=\"84.00\""))
        #expect(html.contains("class=\"mood happy\" x=\"114.00\""))
        #expect(html.contains("class=\"step\""))
        #expect(page().contains("Nobody has been seen today."))
    }

    @Test func pageFileIsReadableByItsOwnerOnly() throws {
        let server = try TestServer()
        let folder = try TemporaryFolder()
        let world = TestSurroundings()
        world.environment = ["HOME": folder.path]
        #expect(world.run("page", "--socket", server.path) == 0)
        let path = folder.file(".cache/emotunes/page.html")
        #expect(world.output == path + "\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasSuffix("</html>\n"))
        #expect(world.run("page", "--socket", server.path, "--output", "/proc/nowhere/page.html") == 1)
        #expect(world.errorOutput.contains("/proc/nowhere"))
    }

    @Test func livePageIsAProgramOfItsOwn() throws {
        let server = try TestServer()
        let world = TestSurroundings()
        world.environment = ["HOME": "/nonexistent"]
        #expect(world.run("page", "--live", "--socket", server.path) == 1)
        #expect(world.run("page", "--live", "--no-open", "--socket", server.path) == 1)
        #expect(world.startedPages == [["--open", "--socket", server.path], ["--socket", server.path]])
        #expect(
            world.errorOutput
                == String(repeating: "emotunesctl: it is not there\(ControlFailure.arrow)look\n", count: 2))
        // Without the daemon too: it says on the page that it waits.
        #expect(world.run("page", "--live") == 1)
        #expect(world.startedPages.last == ["--open"])
        #expect(world.run("page") == 3)
        for wrong in [["--live", "--open"], ["--live", "--output", "x"], ["--no-open"]] {
            #expect(ControlCommandLine.run(["page"] + wrong, in: world.context) == 2)
        }
        #expect(world.startedPages.count == 3)
    }

    @Test func loginWithAClientIDWritesItFirst() throws {
        let server = try TestServer()
        let folder = try TemporaryFolder()
        let world = TestSurroundings()
        world.configurationFolder = folder.path
        let file = folder.file("user/emotunes/emotunesd.toml")
        server.service.change(
            settings: SettingsListing(
                settings: [Setting(key: "spotify.client_id", value: .text("abc"), origin: "\(file):2")], files: [file]))
        #expect(world.run("login", "--client-id", " abc ", "--socket", server.path) == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("client_id = \"abc\""))
        #expect(server.service.calls == ["reload", "begin login", "finish login -"])
        #expect(world.run("login", "--client-id", " ", "--socket", server.path) == 1)
        #expect(server.service.calls.count == 3)
    }

    @Test func tasteTellsWhatTheAccountTaught() throws {
        let server = try TestServer()
        let world = TestSurroundings()
        #expect(world.run("taste", "--socket", server.path) == 0)
        #expect(
            world.output.contains(
                "From your Spotify account: songs 50 played most, 12 played lately, 1 saved, most by Nina, Otis."))
    }

    @Test func loginPrintsAddressAndPermissions() throws {
        let server = try TestServer()
        let world = TestSurroundings()
        #expect(world.run("login", "--socket", server.path) == 0)
        #expect(world.output.contains("  https://accounts.example/authorize?state=1\n"))
        #expect(world.output.contains("playlist-modify-private  to make the playlist"))
        #expect(server.service.calls == ["begin login", "finish login -"])
        #expect(world.run("login", "--paste", "--socket", server.path) == 0)
        #expect(server.service.calls.last == "finish login http://127.0.0.1:1/callback?code=c")
        #expect(world.run("logout", "--socket", server.path) == 0)
        #expect(world.output.contains("What searches found stays"))
        #expect(world.output.contains("https://www.spotify.com/account/apps/"))
        server.service.fail(with: .loginFailed(message: "it was not allowed"))
        #expect(world.run("login", "--socket", server.path) == 1)
        #expect(world.errorOutput == "emotunesctl: Not signed in: it was not allowed → emotunesctl login\n")
    }
}
