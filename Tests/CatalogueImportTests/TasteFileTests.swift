import CatalogueImport
import Foundation
import Glibc
import TestSupport
import Testing

/// What is read of lists that other programs wrote.
@Suite struct TasteFileTests {
    private func list(_ text: String, _ name: String) throws -> TasteFile {
        try withTemporaryFolder { folder in
            let path = folder + "/" + name
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return try TasteFile(reading: path)
        }
    }

    private static let two: Set = ["Django Reinhardt|Minor Swing", "Nina Simone|Sinnerman & More"]

    private func names(_ list: TasteFile) -> Set<String> {
        Set(list.songs.map { "\($0.artists.joined(separator: "+"))|\($0.title)" })
    }

    @Test(arguments: [
        (
            "a.m3u8",
            "#EXTM3U\n#EXTINF:194,Django Reinhardt - Minor Swing\n/music/x.mp3\n#EXTINF:600,Nina Simone – Sinnerman & More\nhttp://x/1\n"
        ),
        (
            "b.m3u",
            "/music/jazz/Django Reinhardt - Minor Swing.mp3\r\nC:\\Music\\07. Nina Simone - Sinnerman & More.flac\r\n"
        ),
        (
            "c.xspf",
            """
            <?xml version="1.0"?><!-- <track><title>No</title><creator>No</creator></track> -->
            <playlist version="1" xmlns="http://xspf.org/ns/0/"><title>A list</title><creator>Me</creator><trackList>
            <track><location>file:///x.mp3</location><title>Minor Swing</title><creator>Django Reinhardt</creator></track>
            <track><creator>Nina &#83;imone</creator><title>Sinnerman &amp; More</title></track></trackList></playlist>
            """
        ),
        (
            "d.jspf",
            #"{"playlist":{"title":"x","track":[{"title":"Minor Swing","creator":"Django Reinhardt"},{"creator":"Nina Simone","title":"Sinnerman & More","duration":1},7]}}"#
        ),
        (
            "listens.json",
            #"[{"listened_at":1,"track_metadata":{"artist_name":"Django Reinhardt","track_name":"Minor Swing"}},{"track_metadata":{"artist_name":"Nina Simone","track_name":"Sinnerman & More"}}]"#
        ),
        (
            "listens.jsonl",
            "{\"track_metadata\":{\"artist_name\":\"Django Reinhardt\",\"track_name\":\"Minor Swing\"}}\n{\"track_metadata\":{\"artist_name\":\"Nina Simone\",\"track_name\":\"Sinnerman & More\"}}\n"
        ),
        ("table.csv", "Artist,Title\nDjango Reinhardt,Minor Swing\nNina Simone,Sinnerman & More\n"),
        (
            "scrobbles.csv",
            "Django Reinhardt,Djangologie,Minor Swing,02 Jan 2020 10:11\nNina Simone,Pastel Blues,Sinnerman & More,03 Jan 2020 10:11\n"
        ),
    ])
    func everyFormGivesItsSongs(name: String, text: String) throws {
        let list = try list(text, name)
        #expect(names(list) == Self.two)
        #expect(list.songs.allSatisfy { $0.weight == 0.7 })
        #expect(list.total == 2)
    }

    /// Longer than the first piece; by its form: a list, JSON, a table, and one without a header. % is a number.
    @Test(arguments: [
        ("#EXTM3U\n", "#EXTINF:1,Artist % - Title %\nx\n", ""),
        ("[", #"{"track_metadata":{"artist_name":"A%","track_name":"T%"}},"#, "{}]"),
        ("artist,title\n", "Artist %,Title %\n", ""), ("", "Artist %,Album,Title %,03 Jan 2020 10:11\n", ""),
    ])
    func aPipeIsReadFromItsFirstByte(begin: String, entry: String, end: String) throws {
        try withTemporaryFolder { folder in
            let pipe = folder + "/pipe"
            try #require(mkfifo(pipe, 0o600) == 0)
            let text = begin + (0..<5000).map { entry.replacing("%", with: "\($0)") }.joined() + end
            let writer = Thread { FileHandle(forWritingAtPath: pipe)?.write(Data(text.utf8)) }
            writer.start()
            #expect(try TasteFile(reading: pipe).total == 5000)
        }
    }

    @Test func whatWasHeardMoreOftenWeighsMore() throws {
        let once = "Nina Simone,x,Sinnerman & More,03 Jan 2020 10:11\n"
        let often = String(repeating: "Django Reinhardt,x,Minor Swing,02 Jan 2020 10:11\n", count: 30)
        let list = try list(once + often, "scrobbles.csv")
        #expect(list.songs.map(\.title) == ["Minor Swing", "Sinnerman & More"])
        #expect(list.songs.first?.weight == 1)
        #expect((0.4..<0.6).contains(list.songs.last?.weight ?? 0))
    }

    @Test func feedbackSaysLovedAndHated() throws {
        let text = """
            [{"score":1,"track_metadata":{"artist_name":"A","track_name":"Loved"}},
            {"score":-1,"track_metadata":{"artist_name":"B","track_name":"Hated"}}]
            """
        let weights = Dictionary(
            uniqueKeysWithValues: try list(text, "feedback.json").songs.map { ($0.title, $0.weight) })
        #expect(weights == ["Loved": 1, "Hated": -1])
    }

    @Test func entriesWithoutAnArtistAreCountedOnly() throws {
        let list = try list("#EXTM3U\n#EXTINF:1,Radio\nhttp://x\n#EXTINF:1,A - B\nx\n", "a.m3u")
        #expect(list.songs.count == 1 && list.unknown == 1)
    }

    @Test(arguments: [
        ("a.json", #"{"name":"no list"}"#), ("b.json", "[1, 2]"), ("c.json", "{"), ("d.m3u", "#EXTM3U\n"),
        ("e.csv", ""),
        ("f.csv", "a,b,c,d\nno,table,of,songs\n"), ("g.xspf", "<playlist><track><title>x</title>"),
        ("h.xspf", "<playlist><![CDATA["),
    ])
    func whatIsNoListIsRefused(name: String, text: String) {
        #expect(throws: ImportError.self) { try list(text, name) }
    }

    @Test func aTasteIsToldByAThousandSongs() throws {
        let lines = (0..<3000).map { "#EXTINF:1,Artist \($0) - Title \($0)\nx\n" }
        let list = try list("#EXTM3U\n" + lines.joined(), "a.m3u8")
        #expect(list.songs.count == 1000 && list.total == 3000)
    }
}
