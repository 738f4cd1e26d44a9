import Catalogue
import Foundation
import Publishing
import Songs
import Storage
import TestSupport
import Testing

@testable import MusicLibrary

/// A library over a temporary folder, with a catalogue of its own.
private struct Fixture {
    let folder: String
    let music: String
    let catalogue: Catalogue
    let library: MusicLibrary

    init(_ folder: String, starter: String? = nil) throws {
        self.folder = folder
        music = folder + "/music"
        try FileManager.default.createDirectory(atPath: music, withIntermediateDirectories: true)
        let list = try starter.map {
            try StarterCatalogue(csv: Array(("artist,title,year,genre,language,mood\n" + $0).utf8))
        }
        let state = folder + "/state"
        catalogue = try Catalogue.open(in: state, starter: list, now: Date()).catalogue
        library = try MusicLibrary(
            stateFolder: state, now: Date(),
            openCatalogue: { try Catalogue.open(in: state, starter: nil, now: Date()).catalogue })
    }

    func write(_ bytes: [UInt8], _ path: String) throws { try MadeFiles.write(bytes, to: music + "/" + path) }

    /// Looks through the folder, again where it has been.
    func look() async {
        library.watch([music])
        await library.settled()
    }

    func lookAgain() async {
        library.scan()
        // Marked as being looked through until it has been, and its songs compared.
        while library.state.word == .scanning { await Task.yield() }
    }

    func file(_ artist: String, _ title: String) async -> String? {
        let key = NameKey.track(title: title, artist: artist)
        return await library.files(of: [TrackIdentity(spotifyID: nil, nameKey: key)])[0]?.path
    }

    func track(_ artist: String, _ title: String) async throws -> Track? {
        let identity = TrackIdentity(spotifyID: nil, nameKey: NameKey.track(title: title, artist: artist))
        guard let id = try await catalogue.ids(of: [identity])[0] else { return nil }
        return try await catalogue.track(id: id)
    }
}

@Suite(.serialized, .ownThread) struct MusicLibraryTests {
    @Test func songsAreFoundByTagsAndByNames() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder)
            try fixture.write(MadeFiles.mp3(["artist": "Ä", "title": "One", "mood": "sad"]), "x.mp3")
            try fixture.write(MadeFiles.mp3(), "Someone/Album/02 Two.mp3")
            try fixture.write(MadeFiles.flac([]), "Another – Three.flac")
            try fixture.write(MadeFiles.mp3(), "track04.mp3")
            try fixture.write([], "Empty - Five.mp3")
            try fixture.write(Array(repeating: 1, count: 100), "Damaged - Six.ogg")
            try fixture.write(Array("no music".utf8), "cover.jpg")
            await fixture.look()
            #expect(await fixture.file("Ä", "One") == fixture.music + "/x.mp3")
            #expect(await fixture.file("A", "one") == fixture.music + "/x.mp3")
            #expect(await fixture.file("Someone", "Two") == fixture.music + "/Someone/Album/02 Two.mp3")
            #expect(await fixture.file("Another", "Three") == fixture.music + "/Another – Three.flac")
            #expect(await fixture.file("Empty", "Five") == nil)
            #expect(await fixture.file("Damaged", "Six") == nil)
            let state = fixture.library.state
            #expect(state.word == .ready && state.figures.files == 6)
            #expect(state.figures.tracks == 3 && state.figures.withMood == 1)
            let contents = try await fixture.library.contents()
            #expect(contents.tagged == 1 && contents.named == 2 && contents.moodFromTag == 1)
            #expect(contents.troubles.filter { $0.files == 1 }.count == 3)
            fixture.library.stop()
        }
    }

    @Test func tableGivesTheMoodAndTheFileTheRest() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder, starter: "Known Artist,Known Song,1970,soul,english,calm\n")
            try fixture.write(
                MadeFiles.mp3([
                    "artist": "Known Artist feat. Guest", "title": "Known Song (2011 Remaster)", "mood": "angry",
                ]),
                "a.mp3")
            try fixture.write(
                MadeFiles.mp3(["artist": "New Artist", "title": "New Song", "mood": "melancholy", "genre": "Hip-Hop"]),
                "b.mp3")
            try fixture.write(MadeFiles.mp3(["artist": "Known Artist", "title": "Other Song"]), "c.mp3")
            await fixture.look()
            // The song of the table, under the table's name.
            #expect(await fixture.file("Known Artist", "Known Song") == fixture.music + "/a.mp3")
            #expect(try await fixture.track("Known Artist", "Known Song")?.songMood == .calm)
            let new = try #require(try await fixture.track("New Artist", "New Song"))
            #expect(new.songMood == .sad && new.genre == "hip hop")
            // Guessed by what is known of the artist.
            #expect(try await fixture.track("Known Artist", "Other Song")?.songMood == .calm)
            #expect(try await fixture.catalogue.count() == 3)
            let contents = try await fixture.library.contents()
            #expect(contents.moodFromTable == 1 && contents.moodFromTag == 1 && contents.moodGuessed == 1)
            #expect(await fixture.library.playableTracks().tracks.count == 3)
            fixture.library.stop()
        }
    }

    @Test func songsComeChangeAndGoWithTheirFiles() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder, starter: "A,Kept,1970,soul,english,calm\n")
            try fixture.write(MadeFiles.mp3(["artist": "A", "title": "Kept"]), "kept.mp3")
            try fixture.write(MadeFiles.mp3(["artist": "A", "title": "Going"]), "sub/going.mp3")
            await fixture.look()
            let before = fixture.library.generation
            #expect(try await fixture.catalogue.count() == 2)
            try FileManager.default.removeItem(atPath: fixture.music + "/sub")
            try fixture.write(MadeFiles.mp3(["artist": "A", "title": "Another name"], frames: 50), "kept.mp3")
            await fixture.lookAgain()
            #expect(fixture.library.generation != before)
            #expect(await fixture.file("A", "Going") == nil)
            #expect(await fixture.file("A", "Kept") == nil)
            #expect(await fixture.file("A", "Another name") == fixture.music + "/kept.mp3")
            // The starter list's song stays, the library's own goes.
            #expect(try await fixture.track("A", "Going") == nil)
            #expect(try await fixture.track("A", "Kept") != nil)
            fixture.library.stop()
        }
    }

    @Test func nothingIsDoneWhereNothingHasChanged() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder)
            try fixture.write(MadeFiles.mp3(["artist": "A", "title": "T"]), "a.mp3")
            await fixture.look()
            let (generation, revision) = (fixture.library.generation, try await fixture.catalogue.revision())
            await fixture.lookAgain()
            #expect(fixture.library.generation == generation)
            #expect(try await fixture.catalogue.revision() == revision)
            fixture.library.stop()
        }
    }

    /// The catalogue and its index are not written again for it.
    @Test func secondFileOfASongChangesNoSong() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder)
            try fixture.write(MadeFiles.mp3(["artist": "A", "title": "T", "album": "One", "mood": "sad"]), "a.mp3")
            await fixture.look()
            let revision = try await fixture.catalogue.revision()
            try fixture.write(MadeFiles.mp3(["artist": "A", "title": "T", "album": "Two"], frames: 60), "b.mp3")
            await fixture.lookAgain()
            #expect(fixture.library.state.figures.files == 2 && fixture.library.state.figures.tracks == 1)
            #expect(try await fixture.catalogue.revision() == revision)
            #expect(try await fixture.track("A", "T")?.songMood == .sad)
            // The one that is left stands for the song.
            try FileManager.default.removeItem(atPath: fixture.music + "/a.mp3")
            await fixture.lookAgain()
            #expect(await fixture.file("A", "T") == fixture.music + "/b.mp3")
            fixture.library.stop()
        }
    }

    @Test func linkedFoldersAreFollowedAndCirclesNoticed() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder)
            let files = FileManager.default
            try MadeFiles.write(MadeFiles.mp3(["artist": "A", "title": "Elsewhere"]), to: folder + "/elsewhere/a.mp3")
            try fixture.write(MadeFiles.mp3(["artist": "A", "title": "Here"]), "real/b.mp3")
            try files.createSymbolicLink(atPath: fixture.music + "/linked", withDestinationPath: folder + "/elsewhere")
            try files.createSymbolicLink(
                atPath: fixture.music + "/a-link", withDestinationPath: fixture.music + "/real")
            try files.createSymbolicLink(atPath: fixture.music + "/real/circle", withDestinationPath: fixture.music)
            try files.createSymbolicLink(atPath: fixture.music + "/broken.mp3", withDestinationPath: folder + "/none")
            await fixture.look()
            #expect(await fixture.file("A", "Elsewhere") == fixture.music + "/linked/a.mp3")
            #expect(await fixture.file("A", "Here") == fixture.music + "/real/b.mp3")
            #expect(fixture.library.state.figures.files == 2)
            fixture.library.stop()
        }
    }

    /// What is mounted there is most likely gone, and will be back.
    @Test func folderThatIsSuddenlyEmptyKeepsItsSongsButPlaysNone() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder)
            try fixture.write(MadeFiles.mp3(["artist": "A", "title": "T"]), "a.mp3")
            await fixture.look()
            #expect(await fixture.library.playableTracks().tracks.count == 1)
            try FileManager.default.removeItem(atPath: fixture.music + "/a.mp3")
            await fixture.lookAgain()
            #expect(fixture.library.state.word == .unreachable)
            #expect(fixture.library.state.figures.files == 1)
            #expect(await fixture.library.playableTracks().tracks.isEmpty)
            try fixture.write(MadeFiles.mp3(["artist": "A", "title": "T"]), "a.mp3")
            await fixture.lookAgain()
            #expect(fixture.library.state.word == .ready)
            #expect(await fixture.library.playableTracks().tracks.count == 1)
            fixture.library.stop()
        }
    }

    @Test func folderThatIsNoLongerNamedIsForgotten() async throws {
        try await withTemporaryFolder { folder in
            let fixture = try Fixture(folder)
            try fixture.write(MadeFiles.mp3(["artist": "A", "title": "T"]), "a.mp3")
            await fixture.look()
            #expect(try await fixture.catalogue.count() == 1)
            fixture.library.watch([])
            await fixture.library.settled()
            #expect(fixture.library.state.word == .off)
            #expect(await fixture.file("A", "T") == nil)
            #expect(try await fixture.catalogue.count() == 0)
            fixture.library.stop()
        }
    }

    @Test func foldersAreWatchedOnceEach() {
        #expect(MusicLibrary.outermost(["/a/", "/a/b", "/ab", "/a", ""]) == ["/a", "/ab"])
        #expect(MusicLibrary.outermost(["/a/b", "/"]) == ["/"])
    }

    @Test func fileThatEndedTheProgramTwiceIsLeftAlone() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/mark"
            /// As a program that ends while it reads.
            func crash() {
                let mark = ReadingMark(path)
                _ = mark.during("/music/good.mp3") { 0 }
                mark.during("/music/bad.mp3") {
                    // A copy of the file as it is now is what the next start finds.
                    try? FileManager.default.copyItem(atPath: path, toPath: path + ".now")
                }
                try? FileManager.default.removeItem(atPath: path)
                try? FileManager.default.moveItem(atPath: path + ".now", toPath: path)
            }
            crash()
            #expect(!ReadingMark(path).isBad("/music/bad.mp3"))
            try FileManager.default.removeItem(atPath: path)
            crash()
            crash()
            let mark = ReadingMark(path)
            #expect(mark.isBad("/music/bad.mp3") && !mark.isBad("/music/good.mp3"))
        }
    }
}
