import Foundation
import Storage
import TestSupport
import Testing

@Suite struct AtomicFileTests {
    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func replacesTheWholeFileAndLeavesNothingBeside() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/list"
            try AtomicFile.replace(path, with: Array("a long first content".utf8))
            try AtomicFile.replace(path, with: Array("short".utf8))
            #expect(try text(path) == "short")
            #expect(try names(folder) == ["list"])
        }
    }

    @Test func writesMoreThanOneWriteCallTakes() throws {
        try withTemporaryFolder { folder in
            let contents = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0) }
            try AtomicFile.replace(folder + "/big", with: contents)
            #expect(FileManager.default.contents(atPath: folder + "/big") == Data(contents))
        }
    }

    @Test func overwritesWhatAKilledWriterLeft() throws {
        try withTemporaryFolder { folder in
            try Data("half a li".utf8).write(to: URL(fileURLWithPath: folder + "/list.new"))
            try AtomicFile.replace(folder + "/list", with: Array("b".utf8))
            #expect(try text(folder + "/list") == "b")
            #expect(try names(folder) == ["list"])
        }
    }

    @Test func anUpdateKeepsTheModeAndTakesANewOnesAsGiven() throws {
        try withTemporaryFolder { folder in
            func mode(_ name: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: folder + name)[.posixPermissions] as? Int
            }
            try AtomicFile.update(folder + "/new", with: [1], newPermissions: 0o664)
            #expect(try mode("/new") == 0o664)
            try FileManager.default.setAttributes([.posixPermissions: 0o606], ofItemAtPath: folder + "/new")
            try AtomicFile.update(folder + "/new", with: Array("b".utf8), newPermissions: 0o600)
            #expect(try mode("/new") == 0o606)
            #expect(try text(folder + "/new") == "b")
            #expect(try names(folder) == ["new"])
        }
    }

    @Test func anUpdateKeepsTheAccessList() throws {
        // Its owner rw, the user 1000 r, its group r, the mask r, others nothing.
        let list = "02000000 01000600ffffffff 02000400e8030000 04000400ffffffff 10000400ffffffff 20000000ffffffff"
        func python(_ body: String, _ path: String) throws -> Bool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                "python3", "-c",
                "import os, sys; path, acl = sys.argv[1], bytes.fromhex(sys.argv[2]); name = 'system.posix_acl_access'; "
                    + body, path, list,
            ]
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
        try withTemporaryFolder { folder in
            let path = folder + "/shared"
            try AtomicFile.replace(path, with: [1])
            guard try python("os.setxattr(path, name, acl)", path) else {
                try Test.cancel("this file system has no access lists, or there is no python3")
            }
            try AtomicFile.update(path, with: [2], newPermissions: 0o600)
            #expect(try python("sys.exit(os.getxattr(path, name) != acl)", path))
        }
    }

    @Test func saysThatTheFolderIsMissing() throws {
        try withTemporaryFolder { folder in
            let error = #expect(throws: StorageError.self) {
                try AtomicFile.replace(folder + "/none/list", with: [])
            }
            #expect(error?.code == .missing)
            #expect(error?.path == folder + "/none/list")
        }
    }

    @Test func keepsAFolderThatStandsInTheWay() throws {
        try withTemporaryFolder { folder in
            try Folder.create(folder + "/list/inner")
            let error = #expect(throws: StorageError.self) { try AtomicFile.replace(folder + "/list", with: [1]) }
            #expect(error?.code == .wrongKind)
            #expect(try names(folder) == ["list"])
        }
    }
}
