import ControlProtocol
import ControlTestSupport
import Foundation
import TestSupport
import Testing

/// The way from `emotunesctl page --live` into a real browser, and what it finds there.
@Suite(
    .serialized, .ownThread, .enabled(if: WebBrowser.isInstalled, Comment(rawValue: WebBrowser.whySkipped)))
struct LivePageEntranceTests {
    /// What a desktop starts to open an address: it notes the address in a file.
    private static let opener = """
        #!/bin/sh
        printf %s "$1" >"$HOME/opened.new" && mv "$HOME/opened.new" "$HOME/opened"
        """

    private func content(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    /// As from a menu: nobody sees the terminal, and the daemon does not run.
    @Test func tokenIsAmongNoProgramsWordsAndTheDaemonMayBeAbsent() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("bin"), withIntermediateDirectories: false)
        try Data(Self.opener.utf8).write(to: URL(fileURLWithPath: folder.file("bin/xdg-open")))
        chmod(folder.file("bin/xdg-open"), 0o700)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let page = Program(
            "emotunesctl", ["page", "--live", "--socket", folder.file("control")], in: folder,
            environment: [
                "PATH": folder.file("bin") + ":" + path, "DISPLAY": ":0", "XDG_RUNTIME_DIR": folder.path,
            ])
        try page.start()
        defer {
            page.send(SIGTERM)
            _ = try? page.wait()
        }
        let address = try #require(polled { content(folder.file("opened")) }, "\(page.errorOutputSoFar)")
        #expect(address.hasPrefix("file://\(folder.path)/emotunes-page-"))
        #expect(!address.contains("token"))

        let browser = try WebBrowser()
        try browser.open(address)
        try browser.wait("word of the daemon", "return document.getElementById('trouble')?.hidden === false")
        #expect(try browser.text("#trouble").contains("systemctl --user start emotunesd"))
        #expect(try browser.script("return location.protocol + location.search") as? String == "http:")
        // Its work is done.
        #expect(polled { content(String(address.dropFirst("file://".count))) == nil ? true : nil } == true)
        // The browser came from a file, which is another site; the page is its own from then on.
        try browser.reload()
        try browser.wait("the page again", "return document.getElementById('trouble')?.hidden === false")
    }

    @Test func whatWasSaidOfASongIsShown() throws {
        let server = try TestServer()
        var playlist = Samples.playlist
        playlist.tracks = (1...3).map { number in
            PlaylistTrack(
                position: number, title: number == 3 ? "Three" : nil, artists: number == 3 ? ["A"] : nil, album: nil,
                uri: "a:\(number)", url: nil, cover: nil, songMood: .happy, score: 1, why: "")
        }
        server.service.change(playlist: playlist)
        func opinion(_ uri: String, _ title: String?, _ verdict: OpinionKind) -> Opinion {
            Opinion(
                uri: uri, title: title, artists: title == nil ? nil : ["A"], verdict: verdict, balance: 1,
                songMood: nil, mood: nil, at: .now)
        }
        server.service.change(opinions: [
            opinion("a:1", nil, .like), opinion("other:3", "Three", .dislike), opinion("a:1", nil, .heard),
            opinion("other:3", "Three", .heard),
        ])
        let page = Program("emotunes-page", ["--socket", server.path], in: server.folder)
        try page.start()
        defer {
            page.send(SIGTERM)
            _ = try? page.wait()
        }
        let browser = try WebBrowser()
        try browser.open(String(try #require(polled { page.firstLine })))
        try browser.wait("the songs", "return document.querySelectorAll('#songs-list > li').length === 3")
        let pressed =
            try browser.script(
                """
                return [...document.querySelectorAll('#songs-list button[aria-pressed=true]')]
                    .map((one) => one.dataset.key)
                """) as? [String]
        #expect(pressed == ["like a:1", "dislike a:3"])
    }
}
