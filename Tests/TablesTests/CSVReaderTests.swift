import CatalogueImport
import Storage
import Tables
import TestSupport
import Testing

@Suite struct CSVReaderTests {
    private func rows(_ text: String, chunk: Int = 1 << 16, limit: Int = 1 << 20) throws -> [String] {
        var bytes = Array(text.utf8)[...]
        var reader = CSVReader(maximumRecordBytes: limit) {
            defer { bytes = bytes.dropFirst(chunk) }
            return Array(bytes.prefix(chunk))
        }
        var rows: [String] = []
        while let row = try reader.next() {
            switch row {
            case .record(let record):
                let fields = (0..<record.count).map { record[$0] ?? "not UTF-8" }
                rows.append("\(record.line): " + fields.joined(separator: "|"))
            case .skipped(let line, let defect):
                rows.append("\(line)! \(defect)")
            }
        }
        return rows
    }

    @Test(
        arguments: [
            ("a,b\nc,d\n", ["1: a|b", "2: c|d"]),
            ("a,b\r\nc,d", ["1: a|b", "2: c|d"]),
            ("a\rb\r", ["1: a", "2: b"]),
            ("\u{FEFF}a,b\n", ["1: a|b"]),
            ("\u{FEFF}\"a\",b\n", ["1: a|b"]),
            ("\"a,b\",c", ["1: a,b|c"]),
            ("\"say \"\"hi\"\"\",x", ["1: say \"hi\"|x"]),
            ("\"two\nlines\",x\ny", ["1: two\nlines|x", "3: y"]),
            ("\"two\r\nlines\"\r\ny\r\n", ["1: two\r\nlines", "3: y"]),
            (",,\n", ["1: ||"]),
            ("a,\n", ["1: a|"]),
            ("a\n\"\"\n", ["1: a", "2: "]),
            ("a\n\n\nb", ["1: a", "4: b"]),
            ("\"ab\"cd,e", ["1: abcd|e"]),
            ("a\"b,c", ["1: a\"b|c"]),
            ("", []),
            ("\u{FEFF}", []),
            ("Björk Ōno 椎名,¿Qué?", ["1: Björk Ōno 椎名|¿Qué?"]),
            ("a, \"b, c\" ,d", ["1: a|b, c |d"]),
            ("  a,  \"\",\"x\"", ["1:   a||x"]),
            ("a,   ,b\n   \n", ["1: a|   |b", "2:    "]),
            // A quote left open is read as if it were not there.
            ("a,\"open\nand on", ["1: a|open", "2: and on"]),
            ("\"a\",\"b \"\"c\"\"\",\"d,e\nf,g\n", ["1: a|b \"c\"|d|e", "2: f|g"]),
            ("\"", ["1: "]),
            ("\"\n\"\n\"\n", ["1: \n", "3: "]),
        ] as [(String, [String])])
    func readsWhateverTheChunks(text: String, expected: [String]) throws {
        for chunk in [1, 2, 3, 5, 1 << 16] {
            #expect(try rows(text, chunk: chunk) == expected, "in chunks of \(chunk)")
        }
    }

    @Test(arguments: [
        (#""The \"Best\" Song",x"#, #"The "Best" Song|x"#), (#""a\\b\,c",\"#, #"a\b\,c|\"#),
        (#""end\\",x"#, #"end\|x"#),
        (#""a ""b"" \"c\"",x"#, #"a "b" "c"|x"#), (#"plain \"x\",y"#, #"plain \"x\"|y"#), (#""\n""#, #"\n"#),
    ])
    func backslashesEscapeQuotesWhereTheyAreSaidTo(text: String, expected: String) throws {
        for chunk in [1, 2, 3, 100] {
            var bytes = Array(text.utf8)[...]
            var reader = CSVReader(escapesWithBackslash: true) {
                defer { bytes = bytes.dropFirst(chunk) }
                return Array(bytes.prefix(chunk))
            }
            guard case .record(let record) = try reader.next() else {
                Issue.record("no record")
                return
            }
            #expect((0..<record.count).map { record[$0] ?? "" }.joined(separator: "|") == expected)
            if try reader.next() != nil { Issue.record("another record") }
        }
    }

    @Test func aFileThatIsCutInItsLastCellKeepsTheCell() throws {
        for chunk in [1, 4, 100] {
            var bytes = Array("a,b\nc,\"d, e".utf8)[...]
            var reader = CSVReader {
                defer { bytes = bytes.dropFirst(chunk) }
                return Array(bytes.prefix(chunk))
            }
            reader.expectedFields = 2
            var record = CSVRecord()
            _ = try reader.read(into: &record)
            #expect(!record.hasOpenQuote)
            _ = try reader.read(into: &record)
            #expect(record[1] == "d, e")
            #expect(record.hasOpenQuote)
        }
    }

    @Test func skipsATooLongRecord() throws {
        let long = String(repeating: "x", count: 5000)
        for text in ["a\n\(long),1\nb\n", "a\n\"\(long)\",1\nb\n"] {
            for chunk in [7, 1 << 16] {
                #expect(try rows(text, chunk: chunk, limit: 1000) == ["1: a", "2! longer than 1000 bytes", "3: b"])
            }
        }
    }

    @Test func invalidUTF8HasNoText() throws {
        var reader = CSVReader([0x61, 0x2C, 0xFF, 0xFE, 0x0A])
        guard case .record(let record) = try reader.next() else {
            Issue.record("no record")
            return
        }
        #expect(record[0] == "a")
        #expect(record[1] == nil)
        #expect(record[2] == nil)
        #expect(record.withBytes(1) { Array($0) } == [0xFF, 0xFE])
        #expect(record.withBytes(2) { $0.count } == nil)
    }

    @Test func readsAFileInChunks() throws {
        try withTemporaryFolder { folder in
            try AtomicFile.replace(folder + "/a.csv", with: Array("a,b\n\"c\nd\",e\n".utf8))
            let file = try FileBytes(path: folder + "/a.csv", chunkSize: 4)
            var reader = CSVReader { try file.next() }
            var count = 0
            while let row = try reader.next() {
                if case .record(let record) = row { count += record.count }
            }
            #expect(count == 4)
            let error = #expect(throws: StorageError.self) { try FileBytes.all(of: folder) }
            #expect(error?.code == .wrongKind)
        }
    }
}
