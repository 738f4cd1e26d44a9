import Foundation
import TestSupport
import Testing

/// `.ci/names-check`, which keeps renamed identifiers out of the sources.
@Suite(.ownThread) struct NamesCheckTests {
    private func check(_ source: String) throws -> (status: Int32, output: String) {
        let folder = try TemporaryFolder()
        for name in ["Sources", "Tests"] {
            try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: false)
        }
        try Data(source.utf8).write(to: URL(fileURLWithPath: folder.file("Sources/A.swift")))
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: Repository.path(".ci/names-check"))
        process.arguments = [folder.path]
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    private func renamed() throws -> [Substring] {
        try String(contentsOfFile: Repository.path(".ci/renamed-identifiers"), encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("#") }
    }

    @Test func failsAndNamesThePlaceOfARenamedIdentifier() throws {
        for name in try [#require(renamed().first), #require(renamed().last)] {
            let (status, output) = try check("let a = 1\nlet \(name) = 2\n")
            #expect(status == 1)
            #expect(output.contains("Sources/A.swift:2:let \(name) = 2"))
        }
    }

    @Test func passesPartsOfOtherIdentifiers() throws {
        let names = try renamed().map { "let my\($0)s = 2" }
        let (status, output) = try check(names.joined(separator: "\n"))
        #expect(status == 0)
        #expect(output.isEmpty)
    }

    @Test func failsForAMissingTree() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Repository.path(".ci/names-check"))
        process.arguments = ["/nonexistent"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus > 1)
    }
}
