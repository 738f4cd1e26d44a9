import Foundation
import Publishing
import Songs
import Storage
import TestSupport
import Testing

@Suite struct LocalMusicTests {
    private func track(_ title: String?, _ artists: String...) -> Track {
        Track(id: 1, title: title, artists: artists, moodScores: SongMoodScores(.calm, certainty: 1))
    }

    @Test(arguments: [
        "Nena - 99 Luftballons.mp3", "nena/99 luftballons.OGG", "Nena/Nena (1983)/01 - 99 Luftballons.flac",
        "Nena/Nena/01. 99 Luftballons.flac", "Nena/Nena/1-01 99 Luftballons.flac", "01 Nena - 99 Luftballons.m4a",
        "Mixes/Eighties/NENA - 99 Luftballons.opus", "Sammlung/Nena/Nena/99 Luftballons.mp3",
    ])
    func findsATrackByItsName(path: String) {
        let index = LocalMusicIndex(folder: "/music", files: ["other/x.mp3", path])
        #expect(index.file(for: track("99 Luftballons", "Nena")) == "/music/" + path)
    }

    @Test(arguments: [
        "Nena - 99 Luftballons (Live).mp3", "99 Luftballons.mp3", "Goldfinger - 99 Luftballons.mp3", "Nena.mp3",
        "Nena/Luftballons.mp3",
    ])
    func takesNoOtherTrack(path: String) {
        let index = LocalMusicIndex(folder: "/music", files: [path])
        #expect(index.file(for: track("99 Luftballons", "Nena")) == nil)
    }

    @Test func accentsPunctuationAndSecondArtistsDoNotMatter() {
        let index = LocalMusicIndex(
            folder: "/m",
            files: ["Sigur Ros - Hoppipolla.mp3", "AC_DC/Back In Black/06 Back In Black.mp3", "B - Duo.mp3"])
        #expect(index.file(for: track("Hoppípolla", "Sigur Rós")) != nil)
        #expect(index.file(for: track("Back in Black", "AC/DC")) != nil)
        #expect(index.file(for: track("Duo", "A", "B")) == "/m/B - Duo.mp3")
        #expect(index.file(for: track(nil, "B")) == nil)
    }

    @Test func theFirstInTheAlphabetIsTaken() {
        let files = ["b/A - T.mp3", "a/A - T.mp3", "c/A - T.mp3"]
        #expect(LocalMusicIndex(folder: "/m", files: files).file(for: track("T", "A")) == "/m/a/A - T.mp3")
    }

    @Test func listsMusicFilesOnlyAndFollowsNoCircle() throws {
        try withTemporaryFolder { folder in
            try Folder.create(folder + "/A/B")
            try Folder.create(folder + "/.hidden")
            for name in ["A/B/1.mp3", "A/2.FLAC", "A/cover.jpg", "3.ogg", ".hidden/4.mp3", "A/.5.mp3", "noextension"] {
                try AtomicFile.replace(folder + "/" + name, with: [])
            }
            try FileManager.default.createSymbolicLink(atPath: folder + "/A/loop", withDestinationPath: folder)
            #expect(try LocalMusicFolder.files(in: folder) == ["3.ogg", "A/2.FLAC", "A/B/1.mp3"])
            #expect(try LocalMusicFolder.files(in: folder, limit: 2).count == 2)
        }
    }

    @Test func saysThatTheFolderIsNotThere() throws {
        try withTemporaryFolder { folder in
            let error = #expect(throws: StorageError.self) { try LocalMusicFolder.files(in: folder + "/none") }
            #expect(error?.code == .missing)
            #expect(error?.path == folder + "/none")
        }
    }
}
