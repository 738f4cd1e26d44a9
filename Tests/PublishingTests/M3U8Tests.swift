import FoundationEssentials
import Publishing
import Testing

@Suite struct M3U8Tests {
    private func text(_ entries: [PlaylistEntry], title: String = "T") -> String {
        M3U8.text(PlaylistDocument(title: title, date: Date(timeIntervalSince1970: 0), entries: entries))
    }

    @Test func listsThePlayableAndNamesTheRest() {
        let entries = [
            PlaylistEntry(
                title: "One", artists: ["A", "B"], durationMilliseconds: 61_600,
                locations: ["file:///one.mp3", "spotify:track:1"]),
            PlaylistEntry(title: "Two", artists: ["C"]),
            PlaylistEntry(title: nil, artists: [], locations: ["spotify:track:2"]),
        ]
        #expect(
            text(entries) == """
                #EXTM3U
                #PLAYLIST:T
                #EXTINF:62,A, B - One
                file:///one.mp3
                # nothing playable known: C - Two
                #EXTINF:-1,unknown track
                spotify:track:2

                """)
    }

    @Test func filesStandByTheirPaths() {
        func line(_ path: String) -> String? {
            let entry = PlaylistEntry(
                title: "T", artists: ["A"], locations: [Links.file(path), "spotify:track:1"], path: path)
            return text([entry]).split(separator: "\n").last.map(String.init)
        }
        #expect(line("/Müsik/A & B/T 100 % #1.mp3") == "/Müsik/A & B/T 100 % #1.mp3")
        // A path of two lines would be two files.
        #expect(line("/a\nb.mp3") == "file:///a%0Ab.mp3")
    }

    @Test(arguments: ["a\nfile:///etc/x", "a\rb", "a\r\nb", "a\u{2028}b", "a\u{85}b", "a\u{0}b"])
    func noNameBecomesALine(name: String) {
        let text = text([PlaylistEntry(title: name, artists: [name])], title: name)
        let lines = text.unicodeScalars.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.first == "#" })
        #expect(!text.unicodeScalars.contains { "\r\u{0}\u{85}\u{2028}".unicodeScalars.contains($0) })
    }
}
