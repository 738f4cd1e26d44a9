import EmotunesControl
import Foundation
import TestSupport
import Testing

@Suite(.ownThread) struct CatalogueReportCommandTests {
    private let folder = try? TemporaryFolder()

    private func run(_ surroundings: TestSurroundings, out: String, _ more: String...) throws -> Int32 {
        let state = try #require(folder).file("state")
        let arguments = [
            "catalogue", "report", "--out", out, "--state-dir", state, "--data-dir", Repository.path("."),
        ]
        return ControlCommandLine.run(arguments + more, in: surroundings.context)
    }

    @Test func reportWritesPageAndPictures() throws {
        let surroundings = TestSurroundings()
        let out = try #require(folder).file("report")
        #expect(try run(surroundings, out: out) == 0, "\(surroundings.errorOutput)")
        #expect(surroundings.output.contains("index.html: 418 tracks, "))
        let page = try String(contentsOfFile: out + "/index.html", encoding: .utf8)
        #expect(page.contains("418 tracks, of which 0 have audio features."))
        let written = try Set(FileManager.default.contentsOfDirectory(atPath: out))
        #expect(written.isSuperset(of: ["index.html", "moods.svg", "decades.svg", "artists.svg"]))
        #expect(!written.contains("features.svg"))

        // Once more over what is there.
        let second = TestSurroundings()
        #expect(try run(second, out: out, "--json") == 0)
        #expect(second.output.contains("\"tracks\": 418"))
    }

    @Test func reportNamesAPathItCannotWrite() throws {
        let surroundings = TestSurroundings()
        let file = try #require(folder).file("taken")
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(try run(surroundings, out: file) == 1)
        #expect(surroundings.errorOutput.contains("taken") && surroundings.errorOutput.hasPrefix("emotunesctl: cannot"))
        #expect(try run(TestSurroundings(), out: "/proc/none/report") == 1)
    }

    @Test func reportFailsWithADamagedModel() throws {
        let surroundings = TestSurroundings()
        let state = try #require(folder).file("state"), out = try #require(folder).file("report")
        let data = try #require(folder).path
        let arguments = ["catalogue", "report", "--out", out, "--state-dir", state, "--data-dir", data]
        #expect(ControlCommandLine.run(arguments, in: surroundings.context) == 1)
        #expect(surroundings.errorOutput.contains("the song-mood model is missing"))
        #expect(!FileManager.default.fileExists(atPath: out))
    }
}
