import Catalogue
import CatalogueTestSupport
import Foundation
import SQLiteStorage
import Songs
import Storage
import TestSupport
import Testing

@testable import CatalogueSearch

/// The index's file under hands that are not ours, and of several imports at once.
@Suite struct IndexFileTests {
    private func bench(_ folder: String) throws -> ImportBench {
        let bench = try ImportBench(folder)
        let rows = (0..<300).map { genreRow($0, title: "w\($0) w\($0 * 7 % 60)", genre: "g\($0 % 6)") }
        try bench.read(bench.file("a.csv", ([Header.genres] + rows).joined(separator: "\n")))
        return bench
    }

    /// Restored with `cp` from elsewhere, cut short by a full disk elsewhere, on a disk that fails: what was read stays.
    @Test(arguments: [Change.cut, .overwritten])
    func whatHappensToTheFileDoesNotReachTheIndex(change: Change) throws {
        try withTemporaryFolder { folder in
            let bench = try bench(folder)
            let index = try bench.catalogue.openIndex()
            let tracks = try bench.tracks()
            let path = bench.catalogue.indexPath
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            switch change {
            case .cut: #expect(truncate(path, 0) == 0)
            case .overwritten:
                let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
                try file.write(contentsOf: [UInt8](repeating: 0xFF, count: size))
                try file.close()
            }
            for (row, track) in tracks.enumerated() { #expect(index.trackID(row: row) == track.id) }
            var query = TasteQuery(texts: [tracks[1]])
            query.textShare = 1
            var search = NearestTracks(index)
            #expect(search.search(query, count: 5).first?.row == 1)
            var reasons: [IndexProblem] = []
            #expect(try bench.catalogue.openOrBuildIndex { reasons.append($0) }.count == 300)
            #expect(reasons.count == 1 && reasons.first != .missing)
        }
    }

    enum Change: Sendable { case cut, overwritten }

    /// Memory for what the header speaks of and no more: the rest may be a hole of terabytes.
    @Test func aHoleBehindTheIndexTakesNoMemory() throws {
        try withTemporaryFolder { folder in
            let bench = try bench(folder)
            #expect(truncate(bench.catalogue.indexPath, 1 << 40) == 0)
            #expect(try bench.catalogue.openIndex().count == 300)
        }
    }

    /// Of two imports at once, the one that is committed last has the last word, whoever moves its index last.
    @Test func anIndexOfAnEarlierImportDoesNotReplaceALaterOne() throws {
        try withTemporaryFolder { folder in
            let bench = try bench(folder)
            let early = try #require(
                try bench.catalogue.file.readBlocking { try bench.catalogue.writeIndex($0, isForced: true) })
            let later = try #require(
                try bench.catalogue.file.readBlocking { try bench.catalogue.writeIndex($0, isForced: true) })
            try bench.catalogue.publish(later)
            try bench.read(
                bench.file("b.csv", [Header.genres, genreRow(900, title: "late", genre: "g")].joined(separator: "\n")))
            try bench.catalogue.publish(early)
            #expect(try bench.catalogue.openIndex().count == 301)
            #expect(try leftovers(folder).isEmpty)
        }
    }

    @Test func importsAtOnceLeaveAValidIndex() async throws {
        try await withTemporaryFolder { folder in
            let bench = try bench(folder)
            let files = try (0..<6).map { number in
                try bench.file(
                    "more\(number).csv",
                    ([Header.genres]
                        + (0..<20).map { genreRow(1000 + 100 * number + $0, title: "t\(number)", genre: "g") })
                        .joined(separator: "\n"))
            }
            await withTaskGroup(of: Void.self) { group in
                // Each with a connection of its own, as two processes have.
                for file in files { group.addTask { _ = try? ImportBench(folder).read(file) } }
            }
            #expect(try bench.catalogue.openIndex().count == bench.tracks().count)
            #expect(try leftovers(folder).isEmpty)
        }
    }

    @Test func whatKilledImportsLeftIsRemoved() throws {
        try withTemporaryFolder { folder in
            let bench = try bench(folder)
            let path = bench.catalogue.indexPath
            // No process has the number; ours has the other.
            let dead = "\(path).4194305-1.new", living = "\(path).\(getpid())-99.new"
            for file in [dead, living, path + ".imported"] { try Data().write(to: URL(fileURLWithPath: file)) }
            try bench.read(
                bench.file("b.csv", [Header.genres, genreRow(900, title: "x", genre: "g")].joined(separator: "\n")))
            #expect(try leftovers(folder) == ["catalogue.index.\(getpid())-99.new"])
        }
    }

    private func leftovers(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("catalogue.index.") }
    }
}
