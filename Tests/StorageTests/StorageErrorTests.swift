import Glibc
import Storage
import TestSupport
import Testing

@Suite struct StorageErrorTests {
    @Test(arguments: [
        (ENOSPC, StorageError.Code.full, "free some space"), (EDQUOT, .full, "free some space"),
        (EROFS, .readOnly, "remount"), (EACCES, .denied, "writable for this user"),
        (EPERM, .denied, "writable for this user"), (ENOENT, .missing, "create it"),
        (ENOTDIR, .wrongKind, "move away"), (EIO, .other, "Input/output error"),
    ])
    func saysWhatHappenedToWhatAndWhatToDo(number: Int32, code: StorageError.Code, words: String) {
        let error = StorageError(errno: number, path: "/state/x", doing: "write")
        #expect(error.code == code)
        #expect(error.description.hasPrefix("cannot write /state/x: "))
        #expect(error.description.contains(words))
        #expect(!error.description.contains("\n"))
    }

    @Test func createsFoldersForTheOwnerOnly() throws {
        try withTemporaryFolder { folder in
            try Folder.create(folder + "/a/b/c")
            try Folder.create(folder + "/a/b/c")
            var status = stat()
            #expect(stat(folder + "/a/b/c", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
        }
    }

    @Test func refusesAFolderWhereAFileStands() throws {
        try withTemporaryFolder { folder in
            try AtomicFile.replace(folder + "/a", with: [])
            for path in [folder + "/a", folder + "/a/b"] {
                let error = #expect(throws: StorageError.self) { try Folder.create(path) }
                #expect(error?.code == .wrongKind)
            }
        }
    }

    @Test(arguments: [("/a/b", "/a"), ("/a", "/"), ("a", "."), ("/a/b/", "/a"), ("/", "/")])
    func knowsTheParent(path: String, parent: String) {
        #expect(Folder.parent(of: path) == parent)
    }
}
