import Foundation
import Publishing
import Storage
import TestSupport
import Testing

@Suite struct PlaylistFilesTests {
    private let document = PlaylistDocument(
        title: "T", date: Date(timeIntervalSince1970: 0), entries: [PlaylistEntry(title: "One", artists: ["A"])])

    @Test func writesBothFilesAndNothingElse() throws {
        try withTemporaryFolder { folder in
            let files = PlaylistFiles(folder: folder + "/state")
            try files.write(document)
            try files.write(document)
            #expect(try String(contentsOfFile: files.xspfPath, encoding: .utf8) == XSPF.text(document))
            #expect(try String(contentsOfFile: files.m3u8Path, encoding: .utf8) == M3U8.text(document))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/state")
            #expect(names.sorted() == ["playlist.m3u8", "playlist.xspf"])
        }
    }

    @Test func saysWhatStandsInTheWayAndKeepsTheOldFiles() throws {
        try withTemporaryFolder { folder in
            let files = PlaylistFiles(folder: folder)
            try files.write(document)
            let before = FileManager.default.contents(atPath: files.m3u8Path)
            try FileManager.default.removeItem(atPath: files.xspfPath)
            try Folder.create(files.xspfPath + "/folder")
            var changed = document
            changed.title = "Other"
            let error = #expect(throws: StorageError.self) { try files.write(changed) }
            #expect(error?.code == .wrongKind)
            #expect(error?.path == files.xspfPath)
            #expect(FileManager.default.contents(atPath: files.m3u8Path) == before)
        }
    }

    @Test func aFileInPlaceOfTheFolderIsSaid() throws {
        try withTemporaryFolder { folder in
            try AtomicFile.replace(folder + "/state", with: [])
            let error = #expect(throws: StorageError.self) {
                try PlaylistFiles(folder: folder + "/state").write(document)
            }
            #expect(error?.code == .wrongKind)
        }
    }
}
