import Testing

@testable import PlayerSync

@Suite struct PlayerCourseTests {
    private var songs: KnownSongs {
        var songs = KnownSongs()
        songs.add(1, ["/a", "/b", "/c", "/both"])
        songs.add(2, ["/x", "/y", "/both"])
        return songs
    }

    private func course(_ paths: String?..., playing: Bool = true) -> PlayerCourse {
        var course = PlayerCourse()
        for path in paths { course.take(PlayerCourse.Look(isPlaying: playing, path: path), songs) }
        return course
    }

    @Test func turnOfAnOlderListAsksForTheNewest() {
        #expect(course("/a", "/b").isDue(.next, newest: 2))
        #expect(course("/b", "/c").isDue(.next, newest: 2))
        // Some players name no song for a moment between two.
        #expect(course("/a", nil, "/b").isDue(.next, newest: 2))
    }

    @Test func songThatIsOnIsNeverCut() {
        #expect(!course("/a").isDue(.next, newest: 2))
        var course = course("/a", "/b")
        course.letGo()
        #expect(!course.isDue(.next, newest: 2))
        course.take(.init(isPlaying: true, path: "/c"), songs)
        #expect(course.isDue(.next, newest: 2))
    }

    @Test func turnBeforeTheListCameIsNoReason() {
        var old = KnownSongs()
        old.add(1, ["/a", "/b", "/c"])
        var course = PlayerCourse()
        for path in ["/a", "/b"] { course.take(.init(isPlaying: true, path: path), old) }
        #expect(!course.isDue(.next, newest: 2))
    }

    @Test func songOfOursAmongOthersIsNoListOfOurs() {
        #expect(!course("/their", "/b", "/other").isDue(.next, newest: 2))
        #expect(!course("/their", "/b").isDue(.now, newest: 2))
        #expect(!course("/b", "/their").isProven)
        // An album of a small library has songs of a list of ours in their order, and others between them.
        #expect(!course("/a", "/their", "/b").isProven)
        let album = course("/a", "/c")
        #expect(!album.isProven && !album.isDue(.next, newest: 2) && !album.isDue(.now, newest: 2))
    }

    @Test func firstSongIsEnoughToTellOfAndNotToCut() {
        #expect(course("/a").seemsOurs && !course("/a").isProven)
        #expect(!course("/b").seemsOurs && !course("/their").seemsOurs && course("/b", "/c").seemsOurs)
    }

    @Test func playerThatRefusesIsToldAgainAtItsNextTurn() {
        var course = course("/a", "/b")
        course.gave(2)
        course.didNotTake(2)
        #expect(!course.isDue(.next, newest: 2) && !course.isDue(.now, newest: 2))
        course.take(.init(isPlaying: true, path: "/c"), songs)
        #expect(course.isDue(.next, newest: 2) && !course.isDue(.now, newest: 2))
        // A song of the refused list that is on is no proof.
        course.take(.init(isPlaying: true, path: "/x"), songs)
        #expect(!course.isProven)
    }

    @Test func goingBackIsLeftAlone() {
        #expect(!course("/b", "/a").isDue(.next, newest: 2))
    }

    @Test func nothingIsStarted() {
        #expect(!course("/a", "/b", playing: false).isDue(.next, newest: 2))
        #expect(!course("/a", "/b", playing: false).isDue(.now, newest: 2))
        // Players that stop for a moment at a turn are given the list when they play again.
        var course = course("/a")
        course.take(.init(isPlaying: false, path: "/b"), songs)
        #expect(!course.isDue(.next, newest: 2))
        course.take(.init(isPlaying: true, path: "/b"), songs)
        #expect(course.isDue(.next, newest: 2))
    }

    @Test func listIsGivenOnce() {
        var course = course("/a", "/b")
        course.gave(2)
        #expect(!course.isDue(.next, newest: 2))
        course.take(.init(isPlaying: true, path: "/x"), songs)
        #expect(course.place == KnownSongs.Place(list: 2, position: 0) && course.isProven)
        #expect(!course.isDue(.now, newest: 2))
    }

    @Test func settingsSayWhen() {
        #expect(!course("/a", "/b").isDue(.off, newest: 2))
        #expect(course("/a", "/b").isDue(.now, newest: 2))
        // A list of another's may begin with the same song.
        #expect(!course("/a").isDue(.now, newest: 2))
        #expect(!course("/b").isDue(.now, newest: 2))
        var given = PlayerCourse()
        given.gave(1)
        given.take(.init(isPlaying: true, path: "/b"), songs)
        #expect(given.isDue(.now, newest: 2) && !given.isDue(.next, newest: 2))
    }

    @Test(arguments: [
        ("file:///m/%C3%84%20b/1%20100%25.ogg", "/m/Ä b/1 100%.ogg"), ("file://localhost/a&b", "/a&b"),
        ("/plain", "/plain"),
    ])
    func addressNamesItsPath(address: String, path: String) {
        #expect(FileAddress.path(address) == path)
    }

    @Test(arguments: ["https://example.org/a", "file://other/a", "file:///%4", "file:///%zz", "file:///%ff", ""])
    func otherAddressesNameNone(address: String) {
        #expect(FileAddress.path(address) == nil)
    }
}
