import Foundation
import FoundationXML
import Publishing
import Songs
import Testing

@Suite struct XSPFTests {
    private let date = Date(timeIntervalSince1970: 1_700_000_000)

    private func document(_ entries: [PlaylistEntry], title: String = "EmoTunes: sad", note: String? = nil)
        -> PlaylistDocument
    {
        PlaylistDocument(title: title, note: note, date: date, entries: entries)
    }

    /// Every element's path and text, as a parser reads them.
    private func parsed(_ text: String) throws -> [String] {
        let reader = ElementReader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        try #require(parser.parse(), "not well-formed: \(parser.parserError.map { "\($0)" } ?? "?")")
        return reader.elements
    }

    @Test func holdsWhatPlayersNeed() throws {
        let entry = PlaylistEntry(
            title: "So What", artists: ["Miles Davis", "Bill Evans"], album: "Kind of Blue",
            durationMilliseconds: 545_000, locations: ["file:///a.flac", "spotify:track:1"], info: "https://x/y")
        let elements = try parsed(XSPF.text(document([entry], note: "20 tracks")))
        #expect(
            elements == [
                "playlist/title=EmoTunes: sad", "playlist/creator=EmoTunes", "playlist/annotation=20 tracks",
                "playlist/date=2023-11-14T22:13:20Z", "playlist/trackList/track/location=file:///a.flac",
                "playlist/trackList/track/location=spotify:track:1", "playlist/trackList/track/title=So What",
                "playlist/trackList/track/creator=Miles Davis, Bill Evans", "playlist/trackList/track/info=https://x/y",
                "playlist/trackList/track/album=Kind of Blue", "playlist/trackList/track/duration=545000",
            ])
        #expect(XSPF.text(document([])).contains("<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">"))
    }

    @Test(arguments: [
        ("<b>&\"'</b>]]>", "<b>&\"'</b>]]>"), ("Björk 椎名 🎵", "Björk 椎名 🎵"),
        ("a\u{0}b\u{8}c\u{1F}d", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d"),
        ("a\u{FFFE}b\u{FFFF}", "a\u{FFFD}b\u{FFFD}"), ("two\r\nlines\tand tab", "two\r\nlines\tand tab"),
        ("&amp;", "&amp;"), ("<![CDATA[x]]>", "<![CDATA[x]]>"),
    ])
    func anyNameSurvives(name: String, expected: String) throws {
        let elements = try parsed(XSPF.text(document([PlaylistEntry(title: name, artists: [name])], title: name)))
        #expect(elements.contains("playlist/title=" + expected))
        #expect(elements.contains("playlist/trackList/track/title=" + expected))
        #expect(elements.contains("playlist/trackList/track/creator=" + expected))
    }

    @Test func leavesOutWhatIsNotKnown() throws {
        let elements = try parsed(XSPF.text(document([PlaylistEntry(title: nil, artists: [])])))
        #expect(elements.filter { $0.hasPrefix("playlist/trackList/track/") }.isEmpty)
    }

    private func track(id: String?, title: String? = "Hello, Dolly!") -> Track {
        Track(
            id: 1, title: title, artists: ["Louis Armstrong", "B"], spotifyID: id,
            moodScores: SongMoodScores(.happy, certainty: 1))
    }

    @Test func hasNoLocationWhereNothingIsPlayable() {
        let entry = PlaylistEntry(track(id: nil))
        #expect(entry.locations.isEmpty)
        #expect(entry.info == "https://open.spotify.com/search/Louis%20Armstrong%20Hello%2C%20Dolly%21")
        #expect(PlaylistEntry(track(id: nil, title: nil)).info == nil)
    }

    @Test func linksToWhatIsKnown() {
        let entry = PlaylistEntry(
            track(id: "4uLU6hMCjMI75M1A2tKUQC"),
            file: SongFile(path: "/music/Louis & Ä/100% #1.mp3", folder: "/music", title: nil, artists: []))
        #expect(
            entry.locations == [
                "file:///music/Louis%20%26%20%C3%84/100%25%20%231.mp3", "spotify:track:4uLU6hMCjMI75M1A2tKUQC",
            ])
        #expect(entry.info == "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC")
    }
}

/// Collects the text of every element that has some of its own.
private final class ElementReader: NSObject, XMLParserDelegate {
    var elements: [String] = []
    private var path: [String] = []
    private var text = ""

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        path.append(name)
        text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        text += string
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        if !["playlist", "trackList", "track"].contains(name) {
            elements.append(path.joined(separator: "/") + "=" + text)
        }
        path.removeLast()
    }
}
