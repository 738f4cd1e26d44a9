import EmotunesControl
import Foundation
import TestSupport
import Testing

@Suite struct CatalogueCommandTests {
    private let surroundings = TestSurroundings()
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        return folder.file(name)
    }

    /// Runs `catalogue …` on a state folder of the test's own, with the checkout's data.
    private func run(_ arguments: String...) -> Int32 {
        ControlCommandLine.run(
            ["catalogue"] + arguments + ["--state-dir", folder.file("state"), "--data-dir", Repository.path("")],
            in: surroundings.context)
    }

    private func object() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(surroundings.output.utf8)) as? [String: Any])
    }

    @Test func importReportsRowsAddedMergedAndSkipped() throws {
        let list = try file("list.csv", "artist,title\nMe,One\nMe,one!\n,\n")
        #expect(run("import", list) == 0, "\(surroundings.errorOutput)")
        #expect(
            surroundings.output == """
                \(list): artist and title list
                  UTF-8, commas between cells
                  read: artist; title
                  explicit: not said of 2 songs, which count as not explicit
                  3 rows read: 1 added, 1 merged, 1 skipped
                  1 skipped: neither a Spotify id nor artist and title (line 4)
                The catalogue now holds 419 tracks.

                """)
        #expect(surroundings.errorOutput.isEmpty)
    }

    @Test func importReportsAsJSON() throws {
        let list = try file("list.csv", "artist,title\nMe,One\n,\n")
        #expect(run("import", list, "--json") == 0)
        let report = try object()
        #expect(report["tracks"] as? Int == 419)
        let files = try #require((report["files"] as? [[String: Any]])?.first)
        #expect(files["path"] as? String == list)
        #expect(files["rows"] as? Int == 2)
        #expect(files["added"] as? Int == 1)
        #expect(files["merged"] as? Int == 0)
        #expect(files["skipped"] as? Int == 1)
        let trouble = try #require((files["troubles"] as? [[String: Any]])?.first)
        #expect(trouble["isSkipped"] as? Bool == true)
        #expect(trouble["lines"] as? [Int] == [3])
    }

    @Test func aDryRunShowsWhatColumnsAreTakenForAndImportsNothing() throws {
        let list = try file(
            "list.csv",
            """
            sep=;
            Interpret;Titel;Stimmung;Energy;Danceability;Länge;Explizit;Notiz
            Me;One;fröhlich;95;1;3:21;WAHR;a
            Me;Two;wabbelig;45;60;200;vielleicht;b
            """)
        #expect(run("import", "--dry-run", list) == 0, "\(surroundings.errorOutput)")
        #expect(
            surroundings.output == """
                \(list): table of songs
                  UTF-8, semicolons between cells, header in line 2
                  read: artist from "Interpret"; title from "Titel"; mood from "Stimmung";
                      explicit from "Explizit", 1 not understood
                  percent: energy; danceability
                  seconds: length from "Länge"
                  not read: Notiz
                  explicit: not said of 1 song, which counts as not explicit
                  moods not known: "wabbelig"
                  2 rows read: 2 would be taken, 0 skipped
                  1 taken without the value: Explizit is neither yes nor no (line 4)
                Nothing was imported.

                """)
        #expect(!FileManager.default.fileExists(atPath: folder.file("state")))
        let again = TestSurroundings()
        let arguments = ["catalogue", "import", "--dry-run", "--json", list]
        #expect(ControlCommandLine.run(arguments, in: again.context) == 0)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
        #expect(report["tracks"] is NSNull)
        let read = try #require((report["files"] as? [[String: Any]])?.first)
        let reading = try #require(read["reading"] as? [String: Any])
        #expect(reading["separator"] as? String == "semicolon")
        let columns = try #require(reading["columns"] as? [[String: Any]])
        #expect(columns.map { $0["takenFor"] as? String ?? "" }.prefix(4) == ["artist", "title", "mood", "energy"])
        #expect(columns[3]["scale"] as? String == "percent")
        #expect(columns[6]["notUnderstood"] as? Int == 1)
        #expect((reading["unknownMoods"] as? [[String: Any]])?.first?["text"] as? String == "wabbelig")
    }

    @Test func infoAndForgetFollowImports() throws {
        let list = try file("list.csv", "artist,title\nMe,One\nMe,Two\n")
        #expect(run("import", list) == 0)
        let more = TestSurroundings()
        let arguments = ["--state-dir", folder.file("state"), "--data-dir", Repository.path("")]
        #expect(ControlCommandLine.run(["catalogue", "info", "--json"] + arguments, in: more.context) == 0)
        let info = try #require(try JSONSerialization.jsonObject(with: Data(more.output.utf8)) as? [String: Any])
        #expect(info["tracks"] as? Int == 420)
        #expect(info["named"] as? Int == 420)
        #expect(info["measured"] as? Int == 0)
        #expect(info["index"] as? String == "ready")
        let sources = try #require(info["sources"] as? [[String: Any]])
        #expect(sources.map { $0["tracks"] as? Int } == [418, 2])
        #expect(sources.map { $0["starter"] as? Bool } == [true, false])

        let last = TestSurroundings()
        // The file was deleted; its name is enough.
        try FileManager.default.removeItem(atPath: list)
        #expect(ControlCommandLine.run(["catalogue", "forget", list] + arguments, in: last.context) == 0)
        #expect(last.output == "Removed 2 tracks; 418 are left.\n")
        #expect(ControlCommandLine.run(["catalogue", "forget", list] + arguments, in: last.context) == 1)
        #expect(last.errorOutput.hasPrefix("emotunesctl: nothing was imported from \(list); "))
    }

    @Test func importFailsWithOneLine() throws {
        let odd = try file("odd.csv", "a\u{1B}[31mb,c\n1,2\n")
        #expect(run("import", odd) == 1)
        #expect(surroundings.errorOutput.hasPrefix("emotunesctl: \(odd) has no column that is known to hold artists"))
        #expect(surroundings.errorOutput.split(separator: "\n").count == 1)
        #expect(!surroundings.errorOutput.contains("\u{1B}"))
        #expect(surroundings.output.isEmpty)
        #expect(run("import", folder.path) == 1)
        #expect(surroundings.errorOutput.contains("is a folder; name the CSV files in it"))
    }

    @Test func badCatalogueUsageIs2() {
        #expect(run("import") == 2)
        #expect(run("forget") == 2)
        #expect(run("forget", "--all", "x.csv") == 2)
    }

    @Test func catalogueCommandsReportAnInvalidConfiguration() throws {
        let config = try file("wrong.toml", "[mood]\nwindow = 3\n")
        #expect(run("info", "--config", config) == 1)
        #expect(surroundings.errorOutput.contains("wrong.toml"))
        #expect(run("info", "--config", "/nowhere.toml") == 1)
    }
}
