import ControlProtocol
import ControlSocket
import ControlTestSupport
import Foundation
import Synchronization
import TestSupport
import Testing

/// The live page as a person has it: the built programs and a real browser.
@Suite(
    .serialized, .ownThread, .enabled(if: WebBrowser.isInstalled, Comment(rawValue: WebBrowser.whySkipped)))
struct LivePageTests {
    /// `emotunesctl page --live`, started; `address` is its first line.
    private struct Page {
        let program: Program
        let address: String

        init(socket: String, in folder: TemporaryFolder) throws {
            let program = Program(
                "emotunesctl", ["page", "--live", "--no-open", "--socket", socket], in: folder, as: "page")
            self.program = program
            try program.start()
            let line = polled { program.firstLine }
            address = String(try #require(line, "no address: \(program.errorOutputSoFar)"))
        }

        func end() {
            program.send(SIGTERM)
            _ = try? program.wait()
        }
    }

    /// A daemon that watches a drawn face, quick to shift.
    private struct Room {
        let folder: TemporaryFolder
        var socket: String { folder.file("control") }

        init() throws { folder = try TemporaryFolder() }

        func daemon(_ source: String) -> Program {
            Program(
                "emotunesd",
                [
                    "--source", source, "--state-dir", folder.file("state"), "--socket", socket, "--set",
                    "mood.window_seconds=5", "--set", "mood.dwell_seconds=1", "--set", "mood.cooldown_seconds=1",
                ], in: folder)
        }

        func ask(_ arguments: String...) throws -> Program.Outcome {
            try Program("emotunesctl", arguments + ["--socket", socket], in: folder).run()
        }

        func object(_ command: String) throws -> [String: Any] {
            let outcome = try ask(command, "--json")
            return (try? JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]) ?? [:]
        }

        func waitForPlaylist() throws {
            let playlist = try polled(seconds: 120) { try object("status")["playlist"] as? [String: Any] }
            try #require(playlist != nil, "no playlist was made")
        }
    }

    /// Another client of the daemon, which notes every change of the mood and when it came.
    private final class Follower: Sendable {
        private let noted = Mutex<[(name: String, at: Double)]>([])

        /// The changes so far; `at` in seconds since 1970.
        var moods: [(name: String, at: Double)] { noted.withLock { Array($0.dropFirst()) } }

        init(socket: String) {
            Thread { [self] in
                do {
                    var client = try ControlClient.connect(to: [SocketLocation(path: socket, ownsFolder: false)])
                    try client.send(VarlinkCall(method: ControlMethod.monitor.fullName, more: true))
                    while let reply = try client.nextReply(timeout: .seconds(600)) {
                        guard let name = reply.parameters["status"]?["mood"]?["name"]?.string else { continue }
                        noted.withLock { if $0.last?.name != name { $0.append((name, Date().timeIntervalSince1970)) } }
                    }
                } catch {
                    // The daemon was killed.
                }
            }.start()
        }
    }

    /// Notes on the page when the mood it shows changes, and when an event of the daemon's first said so.
    private static let watcher = """
        window.noted = [];
        const mood = document.getElementById('mood');
        new MutationObserver(() => window.noted.push([mood.textContent, Date.now()]))
            .observe(mood, { childList: true, characterData: true, subtree: true });
        """

    @Test(.takesLong) func pageFollowsADayAndSteersIt() throws {
        let room = try Room()
        let daemon = room.daemon("demo:neutral=12,happy=10,sad=10,angry=1000")
        try daemon.start()
        defer { daemon.send(SIGKILL) }
        try room.waitForPlaylist()
        let page = try Page(socket: room.socket, in: room.folder)
        defer { page.end() }
        let browser = try WebBrowser()
        try browser.open(page.address)
        try browser.wait("a mood", "return document.getElementById('dot').className.includes('mood')")
        _ = try browser.script(Self.watcher)
        let follower = Follower(socket: room.socket)
        #expect(try browser.script("return location.pathname + location.search") as? String == "/")

        // The day goes by; the last mood stays.
        try browser.wait("the day's end", "return window.noted.at(-1)?.[0] === 'Angry'")
        let noted = try browser.script("return window.noted") as? [[Any]] ?? []
        #expect(noted.count >= 2)
        // The daemon's word of each, as another client got it.
        let told = follower.moods.suffix(noted.count)
        #expect(noted.compactMap { ($0.first as? String)?.lowercased() } == told.map(\.name))
        for (shown, mood) in zip(noted, told) {
            let seen = (shown.last as? Double ?? Double(shown.last as? Int ?? 0)) / 1000
            print("page: \(mood.name) shown \(String(format: "%.3f", seen - mood.at)) s after the daemon said so")
        }
        let count =
            try browser.wait(
                "the shifts",
                """
                const shown = [...document.querySelectorAll('#shifts summary')].map((one) => one.textContent);
                return shown[0]?.endsWith('to angry') && shown.length
                """) as? Int
        #expect(count == (try room.object("history")["shifts"] as? [Any])?.count)
        try browser.click("#shifts summary")
        #expect(try browser.text("#shifts details[open] p").contains("sure"))
        #expect(try browser.script("return document.querySelectorAll('#songs-list > li').length") as? Int == 20)

        // What is said of a song.
        try browser.click("#songs-list li:nth-child(2) button[aria-label^=Like]")
        try browser.wait(
            "a like", "return document.querySelector('#songs-list li:nth-child(2) button').ariaPressed === 'true'")
        try browser.click("#songs-list li:nth-child(3) button[aria-label^=Dislike]")
        try browser.wait("a dislike", "return document.getElementById('said').textContent.includes('not come again')")
        let opinions = try room.ask("taste", "--json").output
        #expect(opinions.contains("\"verdict\": \"like\"") && opinions.contains("\"verdict\": \"dislike\""))

        // Another list.
        let first = (try room.object("playlist"))["id"] as? Int ?? 0
        try browser.click("#regenerate")
        try browser.wait("another list", "return document.getElementById('said').textContent.includes('Another list')")
        #expect((try room.object("playlist"))["id"] as? Int ?? 0 > first)

        // How they feel, and back.
        try browser.click("#corrections [data-mood=happy]")
        try browser.wait("a held mood", "return document.getElementById('mood').textContent === 'Happy'")
        #expect(((try room.object("status"))["moodHold"] as? [String: Any])?["mood"] as? String == "happy")
        #expect(try browser.text("#held-text").hasPrefix("Held at happy by "))
        try browser.click("#auto")
        try browser.wait("no held mood", "return document.getElementById('held').hidden")
        #expect((try room.object("status"))["moodHold"] as? [String: Any] == nil)

        // A pause and its end.
        try browser.click("#pause")
        try browser.wait("a pause", "return !document.getElementById('resume').hidden")
        #expect((try room.object("status"))["state"] as? String == "paused")
        try browser.click("#resume")
        try browser.wait("its end", "return !document.getElementById('pause').hidden")

        // The daemon dies, and comes back.
        daemon.send(SIGKILL)
        _ = try daemon.wait()
        try browser.wait("word of it", "return !document.getElementById('trouble').hidden")
        #expect(try browser.text("#trouble").contains("No answer from the daemon"))
        let next = room.daemon("demo:sad=1000")
        try next.start()
        defer { next.send(SIGKILL) }
        try browser.wait("the daemon", "return document.getElementById('trouble').hidden")
        try browser.wait("its mood", "return document.getElementById('mood').textContent === 'Sad'")

        // A second browser without the token gets nothing; nor one with the used one.
        let stranger = try WebBrowser()
        for address in [page.address, String(page.address.prefix { $0 != "?" })] {
            try stranger.open(address)
            #expect(try stranger.script("return document.querySelector('script, #mood') === null") as? Bool == true)
        }
    }

    /// Titles, names and notices that strangers wrote.
    private static let hostile = [
        "<img src=x onerror=\"document.title='taken'\">", "</script><script>document.title='taken'</script>",
        "'\"><svg onload=document.title='taken'>", "{{1+1}} ${1+1} &amp; &#60;b&#62;", "a\u{0}b\u{1B}[31m\u{7}c\u{9B}d",
        "left\u{202E}thgir\u{2066}x", String(repeating: "letters ", count: 1250), String(repeating: "W", count: 10_000),
    ]

    @Test func hostileTextIsShownAsText() throws {
        let server = try TestServer()
        var playlist = Samples.playlist
        playlist.reason = Self.hostile[0]
        playlist.tracks = Self.hostile.enumerated().map { index, text in
            PlaylistTrack(
                position: index + 1, title: text, artists: [text, text], album: text, uri: "spotify:track:\(index)",
                url: "javascript:document.title='taken'", cover: "https://evil.example/\(index).png",
                songMood: .happy, score: 1, why: text)
        }
        server.service.change(playlist: playlist)
        var history = Samples.history
        history.shifts = Self.hostile.map {
            MoodShift(at: .now, from: .neutral, to: .sad, confidence: 0.5, why: $0)
        }
        server.service.change(history: [history])
        var status = Samples.status
        status.notices = Self.hostile
        status.camera.detail = Self.hostile[0]
        status.playlist?.publishing = [
            Publication(target: .spotify, state: .failed, detail: Self.hostile[1], url: "javascript:alert(1)")
        ]
        server.service.change(to: status)

        let page = try Page(socket: server.path, in: server.folder)
        defer { page.end() }
        let browser = try WebBrowser(size: (390, 844))
        try browser.open(page.address)
        try browser.wait(
            "the songs", "return document.querySelectorAll('#songs-list > li').length === \(Self.hostile.count)")
        let shown =
            try browser.script(
                "return [...document.querySelectorAll('#songs-list strong')].map((one) => one.textContent)")
            as? [String]
        #expect(shown == Self.hostile.map(Self.cleaned))
        let notices =
            try browser.script(
                "return [...document.querySelectorAll('#notices li')].map((one) => one.textContent)") as? [String]
        #expect(notices == Self.hostile.map(Self.cleaned))
        #expect(try browser.text("#camera-detail") == Self.hostile[0])
        #expect(try browser.script("return document.title.includes('taken')") as? Bool == false)
        #expect(
            try browser.script(
                "return document.querySelectorAll('#songs-list img, #songs-list a, #songs-targets a').length") as? Int
                == 0)
        // Nothing runs over the edge of a phone.
        #expect(try browser.script("return document.documentElement.scrollWidth <= window.innerWidth") as? Bool == true)
    }

    /// As the page does: control characters and those that turn the direction are spaces.
    private static func cleaned(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.properties.generalCategory == .control
                    let turns = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                    return isControl || turns ? " " : scalar
                }))
    }

    @Test func pageEndsAfterTheLastOneWasClosed() throws {
        let server = try TestServer()
        let program = Program("emotunes-page", ["--socket", server.path, "--linger", "1"], in: server.folder)
        try program.start()
        defer { program.send(SIGKILL) }
        let address = try #require(polled { program.firstLine })
        let browser = try WebBrowser()
        try browser.open(String(address))
        try browser.wait("a mood", "return document.getElementById('mood').textContent === 'Happy'")
        try browser.closePage()
        #expect(try program.wait().status == 0)
        let port = try #require(URL(string: String(address))?.port)
        let listening = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
        let ending = String(format: ":%04X", port)
        #expect(!listening.split(separator: "\n").contains { $0.contains(ending + " 00000000:0000 0A") })
    }

    @Test func onlyThePagesProgramHoldsAWebServer() throws {
        func holds(_ name: String) throws -> Bool {
            let program = try Data(
                contentsOf: URL(fileURLWithPath: "\(Program.folder)/\(name)"), options: .alwaysMapped)
            return program.range(of: Data("NIOHTTP1".utf8)) != nil
        }
        #expect(try holds("emotunes-page"))
        #expect(try !holds("emotunesctl"))
        #expect(try !holds("emotunesd"))
    }
}
