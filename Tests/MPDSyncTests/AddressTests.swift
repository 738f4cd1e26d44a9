import MPDClient
import Publishing
import Testing

@testable import MPDSync

@Suite struct AddressTests {
    @Test(
        arguments: [
            ("box", nil, "box", 6600, nil), ("word@box", "6601", "box", 6601, "word"),
            ("/run/x", nil, "/run/x", 6600, nil),
            ("@name", nil, "@name", 6600, nil), ("word@/run/x", nil, "/run/x", 6600, "word"),
            ("word@", nil, "localhost", 6600, "word"), ("box", "nonsense", "box", 6600, nil),
        ] as [(String, String?, String, Int, String?)])
    func environmentIsReadAsClientsDo(
        host: String, port: String?, expected: String, number: Int, password: String?
    ) {
        var environment = ["MPD_HOST": host]
        environment["MPD_PORT"] = port
        #expect(
            MPDAddress.named(in: environment) == MPDAddress(host: expected, port: number, password: password))
    }

    @Test func withoutAHostNothingIsNamed() {
        #expect(MPDAddress.named(in: ["MPD_PORT": "6601"]) == nil)
        #expect(MPDAddress.named(in: ["MPD_HOST": ""]) == nil)
    }

    @Test func usualPlacesBeginWithThePersonsOwn() {
        #expect(
            MPDAddress.usual(in: ["XDG_RUNTIME_DIR": "/run/user/7", "MPD_PORT": "6601"]).map(\.description) == [
                "/run/user/7/mpd/socket", "/run/mpd/socket", "localhost:6601",
            ])
        #expect(MPDAddress.usual(in: [:]).map(\.description) == ["/run/mpd/socket", "localhost:6600"])
    }

    @Test func descriptionHidesThePassword() {
        #expect(MPDAddress(host: "box", port: 1, password: "word").description == "box:1")
        #expect(MPDAddress(host: "::1", port: 1).description == "[::1]:1")
    }

    @Test func endingsOfAPathAreTriedFromTheLikeliestToTheShortest() {
        let file = SongFile(path: "/home/a/Music/X/Y/z.mp3", folder: "/home/a/Music", title: nil, artists: [])
        #expect(
            SongResolver.endings(of: file) == [
                "X/Y/z.mp3", "home/a/Music/X/Y/z.mp3", "a/Music/X/Y/z.mp3", "Music/X/Y/z.mp3", "Y/z.mp3",
            ])
    }

    @Test func statusAndSongsAreReadFromPairs() {
        let status = MPDStatus([
            MPDPair("state", "pause"), MPDPair("songid", "7"), MPDPair("song", "2"), MPDPair("elapsed", "1.5"),
            MPDPair("duration", "90.000"), MPDPair("playlistlength", "3"), MPDPair("random", "1"),
            MPDPair("single", "oneshot"), MPDPair("consume", "0"), MPDPair("unheard", "of"),
        ])
        #expect(status.state == .pause && status.songID == 7 && status.songPosition == 2 && status.length == 3)
        #expect(status.elapsed == 1.5 && status.duration == 90)
        #expect(status.isRandom && status.isSingle && !status.isConsuming && !status.isRepeating)
        let songs = MPDSong.all(in: [
            MPDPair("directory", "x"), MPDPair("file", "a"), MPDPair("Artist", "A"), MPDPair("Artist", "B"),
            MPDPair("Title", "T"), MPDPair("Id", "4"), MPDPair("file", "b"),
        ])
        #expect(songs.map(\.uri) == ["a", "b"])
        #expect(songs.first?.artists == ["A", "B"] && songs.first?.id == 4 && songs.last?.title == nil)
    }
}
