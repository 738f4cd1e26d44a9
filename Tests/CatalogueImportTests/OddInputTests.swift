import Catalogue
import CatalogueImport
import CatalogueTestSupport
import Foundation
import Songs
import Storage
import TestSupport
import Testing

/// Files that are no table, or a damaged one: one line of error, and an unchanged catalogue.
@Suite struct OddInputTests {
    /// Importing `content` after a good file fails with a line that holds `text`, and leaves what was there.
    private func refuses(_ content: [UInt8], saying text: String) throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            try bench.read(bench.file("good.csv", "artist,title", "A,One"))
            let odd = try bench.file("odd.csv", content), more = try bench.file("more.csv", "artist,title", "A,Two")
            let error = #expect(throws: ImportError.self) { try bench.read(more, odd) }
            let line = error?.description ?? ""
            #expect(line.contains(text) && line.hasPrefix(odd) && !line.contains("\n"), "\(line)")
            #expect(try bench.tracks().map(\.title) == ["One"])
        }
    }

    @Test func filesThatAreNoTableAreRefused() throws {
        try refuses([], saying: "is empty")
        try refuses([0xEF, 0xBB, 0xBF], saying: "is empty")
        try refuses([0x1F, 0x8B, 8, 0, 1, 2], saying: "gzip")
        try refuses(Array("PK\u{3}\u{4}more".utf8), saying: "zip archive or a spreadsheet")
        try refuses((0...255).map { UInt8($0) }, saying: "binary")
        try refuses(Array(repeating: 0x61, count: 3 << 20), saying: "first line: longer than 1048576 bytes")
        try refuses([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], saying: "an old spreadsheet")
    }

    @Test func unknownHeaderIsReportedWithWhatToRename() throws {
        try refuses(Array("price,,colour\n1,2,3\n".utf8), saying: "found price, (no name), colour; rename ")
        try refuses(Array("a\n".utf8), saying: "the column with the artists to \"artist\"")
        try refuses(Array((0..<40).map { "c\($0)" }.joined(separator: ",").utf8), saying: "c29, and 10 more")
    }

    @Test func foldersAndMissingFilesAreRefused() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            #expect(throws: ImportError.self) { try bench.read(folder) }
            #expect(throws: ImportError.self) { try bench.read("/dev/null") }
            let error = #expect(throws: StorageError.self) { try bench.read("\(folder)/none.csv") }
            #expect(error?.code == .missing)
        }
    }

    @Test func headerWithoutRowsImportsNothing() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let report = try bench.read(bench.file("a.csv", "artist,title"))
            #expect(report.files.first?.rows == 0)
            #expect(report.tracks == 0)
        }
    }

    @Test func quotesLineBreaksAndAccentsAreRead() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let text =
                "\u{FEFF}artist,title\r\nBjörk Ōno 椎名,\"Ma, \"\"live\"\"\r\n(part 2) – ¿Qué será?\"\r\n\r\nA,  B \t C  \r\n"
            let report = try bench.read(bench.file("a.csv", Array(text.utf8)))
            #expect(report.files.first?.added == 2)
            let tracks = try bench.tracks()
            #expect(tracks.map(\.title) == ["Ma, \"live\" (part 2) – ¿Qué será?", "B C"])
            #expect(tracks.first?.artists == ["Björk Ōno 椎名"])
        }
    }

    @Test func invalidRowsAreCountedWithTheirFirstLines() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            var content = Array("artist,title\nA,One\nEarth, Wind & Fire,September\n,\n".utf8)
            content += Array("A,".utf8) + [0xE9, 0x0A]
            content += Array("A,".utf8) + Array(repeating: 0x78, count: 2 << 20) + Array("\nA,Two\nA,B,\n".utf8)
            content += Array((0..<7).map { _ in ",x\n" }.joined().utf8)
            // More characters of UTF-8 than the damaged one: the file is UTF-8.
            content += Array("Björk,Jóga\nSigur Rós,Sæglópur\n".utf8)
            content += Array("\"A,Three\nA,Four\n".utf8)
            let file = try #require(try bench.read(bench.file("a.csv", content)).files.first)
            #expect(try bench.tracks().map(\.title) == ["One", "Two", "B", "Jóga", "Sæglópur", "Three", "Four"])
            #expect(file.rows == 18)
            #expect(file.added == 7)
            #expect(file.merged == 0)
            #expect(file.skipped == 11)
            let lines = Dictionary(uniqueKeysWithValues: file.troubles.map { ($0.reason, $0.lines) })
            #expect(file.troubles.count { !$0.isSkipped } == 1)
            #expect(lines["not the header's 2 cells; a comma in a name needs quotes around it"] == [3])
            #expect(lines["neither a Spotify id nor artist and title"] == [4, 9, 10, 11, 12])
            #expect(lines["not UTF-8 text; save the file as UTF-8"] == [5])
            #expect(lines["longer than 1048576 bytes"] == [6])
            #expect(lines["a quote is opened and never closed; the row was read without it"] == [18])
            #expect(file.troubles.first { $0.reason.hasPrefix("neither") }?.rows == 8)
        }
    }

    @Test func invalidIdIsIgnored() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let report = try bench.read(
                bench.file("a.csv", "Track URI,Track Name,Artist Name(s)", "spotify:track:short,Song,Me"))
            #expect(try bench.tracks().first?.title == "Song")
            #expect(try bench.tracks().first?.spotifyID == nil)
            #expect(report.files.first?.troubles.first?.isSkipped == false)
        }
    }

    @Test(.takesLong) func concurrentImportIsReported() throws {
        try withTemporaryFolder { folder in
            let bench = try ImportBench(folder)
            let file = try bench.file("a.csv", "artist,title", "A,One")
            let other = try Catalogue.open(in: folder, starter: nil, now: importTime).catalogue
            var inner: StorageError?
            // The second begins while the first has its transaction open.
            let observer = ImportObserver(enters: { phase in
                guard phase == .moods else { return }
                do {
                    _ = try other.importFiles([file], scorer: EnergyScorer(), now: importTime)
                } catch {
                    inner = error as? StorageError
                }
            })
            _ = try bench.catalogue.importFiles([file], scorer: EnergyScorer(), now: importTime, observer: observer)
            #expect(inner?.code == .busy)
            #expect(inner?.description.contains("another program is writing to it; wait until") == true)
            #expect(try bench.tracks().map(\.title) == ["One"])
        }
    }
}
