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
