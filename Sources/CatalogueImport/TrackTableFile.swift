import Glibc
import Storage
import Tables

/// An opened file of tracks whose format was recognised by its header, positioned at the first row.
final class TrackTableFile {
    /// The path as given.
    let path: String
    /// The absolute path without links, by which the catalogue knows the file.
    let resolvedPath: String
    /// In bytes; 0 for a pipe.
    let size: Int
    /// Size and modification time.
    let fingerprint: String
    let parser: RowParser
    private let bytes: FileBytes
    private var reader: CSVReader

    var bytesRead: Int { bytes.bytesRead }

    /// - Throws: `StorageError` if it cannot be read, `ImportError` if it is no track table.
    init(opening path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw StorageError(errno: errno, path: path, doing: "read") }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw ImportError(.notAFile, path, "is a folder; name the CSV files in it")
        case S_IFREG, S_IFIFO: break
        default: throw ImportError(.notAFile, path, "is no file")
        }
        self.path = path
        size = Int(status.st_size)
        fingerprint = "\(status.st_size)-\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        resolvedPath = Self.resolved(path)
        bytes = try FileBytes(path: path)
        let start = try bytes.next()
        if let problem = Self.foreign(start) { throw ImportError(.binary, path, problem) }
        var first: [UInt8]? = start
        reader = CSVReader(delimiter: Self.delimiter(start)) { [bytes] in
            defer { first = nil }
            return try first ?? bytes.next()
        }
        var record = CSVRecord()
        switch try reader.read(into: &record) {
        case nil: throw ImportError(.empty, path, "is empty: there is not even a line with the columns' names")
        case .skipped(_, let defect): throw ImportError(.binary, path, "has no usable first line: \(defect)")
        case .record: break
        }
        let header = (0..<record.count).map { Self.trimmed(record[$0]) }
        guard !header.contains(nil) else {
            throw ImportError(.binary, path, "is not UTF-8 text; save it as UTF-8 and try again")
        }
        let names = header.compactMap(\.self)
        guard let format = TrackTableFormat.recognise(names) else {
            throw ImportError(.unknownColumns, path, Self.unknown(names))
        }
        parser = RowParser(format, header: names)
    }

    /// The next row, nil at the end.
    func read(into record: inout CSVRecord) throws -> CSVReader.Step? {
        try reader.read(into: &record)
    }

    // MARK: Recognising

    private static func unknown(_ names: [String]) -> String {
        // Column names come from untrusted files and go to a terminal, so they are shortened.
        let shown = names.prefix(30).map { name in
            name.isEmpty ? "(no name)" : String(name.prefix(40))
        }
        let found = shown.joined(separator: ", ") + (names.count > 30 ? ", and \(names.count - 30) more" : "")
        let known = TrackTableFormat.all.map { "\($0.name) (\($0.columns))" }.joined(separator: "; ")
        return "has columns that make no known table: found \(found); known are \(known)"
    }

    /// What kind of file begins like this; nil for text.
    private static func foreign(_ start: [UInt8]) -> String? {
        let kinds: [(magic: [UInt8], name: String)] = [
            ([0x1F, 0x8B], "a gzip archive; unpack it first"),
            (Array("PK\u{3}\u{4}".utf8), "a zip archive or a spreadsheet; unpack it, or save the table as CSV"),
            ([0xFF, 0xFE], "text in UTF-16; save it as UTF-8"), ([0xFE, 0xFF], "text in UTF-16; save it as UTF-8"),
            (Array("SQLite format 3\0".utf8), "a database, not a CSV file"),
        ]
        if let kind = kinds.first(where: { start.starts(with: $0.magic) }) { return "is \(kind.name)" }
        return start.contains(0) ? "is a binary file, not a table in text" : nil
    }

    /// Comma, semicolon or tab: the most frequent one in the first line.
    private static func delimiter(_ start: [UInt8]) -> UInt8 {
        let line = start.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let candidates = [",", ";", "\t"].map { (byte: UInt8($0.utf8.first ?? 0x2C), text: $0) }
        let counts = candidates.map { candidate in line.reduce(0) { $0 + ($1 == candidate.byte ? 1 : 0) } }
        let most = counts.max() ?? 0
        return zip(candidates, counts).first { $1 == most }?.0.byte ?? UInt8(ascii: ",")
    }

    private static func trimmed(_ name: String?) -> String? {
        guard let name else { return nil }
        var text: [UInt8] = []
        var copy = name
        let isText = copy.withUTF8 { CellText.append(UnsafeRawBufferPointer($0), to: &text) }
        return isText ? String(decoding: text, as: UTF8.self) : nil
    }

    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
