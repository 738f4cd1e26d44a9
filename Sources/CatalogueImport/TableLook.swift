import Storage
import Tables

/// A first look at a whole table: how its text is encoded, where its header is, what its columns hold.
struct TableLook {
    let encoding: TextEncoding
    let otherEncoding: TextEncoding?
    let dialect: DialectSurvey
    let header: TableHeader
    let columns: ColumnSurvey
    private let isWhole: Bool

    /// How the text is read, as far as is known.
    private struct Reading: Equatable {
        var encoding: TextEncoding
        var otherEncoding: TextEncoding?
        var escapesWithBackslash: Bool
    }

    /// - Throws: `StorageError`, or `ImportError` for what is no table of songs.
    init(at bytes: TableBytes, path: String) throws {
        let first = try bytes.piece()
        if first.isEmpty { throw ImportError(.empty, path, Self.emptySentence) }
        let marked = TextEncoding(beginning: first)
        if let problem = Self.foreign(first, marked) { throw ImportError(.binary, path, problem) }
        // What the beginning shows is mostly right; where the rest shows something else, all is read again.
        var encodings = EncodingSurvey(), dialect = DialectSurvey()
        encodings.add(first)
        dialect.add(Transcoder(from: Self.bytewise(marked)).utf8(first))
        var reading = Self.reading(marked, encodings, dialect)
        while true {
            let header = try Self.header(bytes, path, reading)
            guard TableHeader.makesTable(header.knownColumns) else {
                throw ImportError(.unknownColumns, path, HeaderAdvice(header: header).sentence)
            }
            var survey = ColumnSurvey(header)
            (encodings, dialect) = try Self.survey(bytes, reading, header, &survey)
            let final = Self.reading(marked, encodings, dialect)
            if final == reading {
                (encoding, otherEncoding) = (reading.encoding, reading.otherEncoding)
                self.dialect = dialect
                self.header = header
                columns = survey
                isWhole = bytes.isRereadable || bytes.isAtEnd
                return
            }
            reading = final
        }
    }

    /// Reads the table's rows, from its first byte on. No more can be looked at after that.
    func reader(_ bytes: TableBytes) throws -> CSVReader {
        try bytes.rewind(isLooking: false)
        return Self.reader(
            bytes, Reading(encoding: encoding, escapesWithBackslash: dialect.escapesQuotes), header.delimiter)
    }

    /// What the report says of the table.
    func reading(_ plan: ColumnPlan) -> TableReading {
        let separators: [UInt8: String] = [0x2C: "comma", 0x3B: "semicolon", 0x09: "tab", 0x7C: "stroke"]
        return TableReading(
            encoding: encoding.name, otherEncoding: otherEncoding?.name,
            separator: separators[header.delimiter] ?? String(decoding: [header.delimiter], as: UTF8.self),
            headerLine: header.line, decimalComma: header.comma == .decimal, isWhole: isWhole,
            columns: header.names.enumerated().map { index, name in
                let taken = plan.columns.first { $0.index == index }
                return ColumnReading(
                    name: name, takenFor: taken?.column.name, scale: taken?.scale.name, whyNot: plan.unread[index])
            })
    }

    // MARK: Looking

    private static let emptySentence = "is empty: there is not even a line with the columns' names"

    /// What is read byte by byte: all but UTF-16.
    private static func bytewise(_ marked: TextEncoding?) -> TextEncoding {
        marked == .utf16LittleEndian || marked == .utf16BigEndian ? marked ?? .utf8 : .utf8
    }

    private static func reading(
        _ marked: TextEncoding?, _ encodings: EncodingSurvey, _ dialect: DialectSurvey
    ) -> Reading {
        var (encoding, other) = marked.map { ($0, nil) } ?? encodings.encoding
        // Without the system's tables the text stays as it is, and its rows are reported.
        if !Transcoder(from: encoding).isUsable { (encoding, other) = (.utf8, nil) }
        return Reading(encoding: encoding, otherEncoding: other, escapesWithBackslash: dialect.escapesQuotes)
    }

    private static func reader(_ bytes: TableBytes, _ reading: Reading, _ delimiter: UInt8) -> CSVReader {
        let text = TableText(bytes, reading.encoding)
        return CSVReader(delimiter: delimiter, escapesWithBackslash: reading.escapesWithBackslash) {
            try text.piece()
        }
    }

    private static func header(_ bytes: TableBytes, _ path: String, _ reading: Reading) throws -> TableHeader {
        try bytes.rewind(isLooking: true)
        let text = TableText(bytes, reading.encoding)
        var head: [UInt8] = []
        var isCut = true
        // A header fits into the first piece, unless it is absurdly long.
        repeat {
            let piece = try text.piece()
            if piece.isEmpty {
                isCut = false
                break
            }
            head += piece
        } while head.count <= longestHeader && !head.contains { $0 == 0x0A || $0 == 0x0D }
        if isCut {
            // Whether that was all: the last record of a piece may be cut, that of a file is not.
            let more = try text.piece()
            isCut = !more.isEmpty
            head += more
        }
        guard
            let header = TableHeader.find(
                in: head, isCut: isCut, escapesWithBackslash: reading.escapesWithBackslash)
        else {
            if head.count > longestHeader {
                throw ImportError(
                    .binary, path, "has no usable first line: longer than \(longestHeader) bytes")
            }
            throw ImportError(.empty, path, emptySentence)
        }
        return header
    }

    /// As long as any record may be.
    private static let longestHeader = 1 << 20

    /// Reads the whole file once.
    private static func survey(
        _ bytes: TableBytes, _ reading: Reading, _ header: TableHeader, _ columns: inout ColumnSurvey
    ) throws -> (EncodingSurvey, DialectSurvey) {
        try bytes.rewind(isLooking: true)
        let text = TableText(bytes, reading.encoding, isSurveyed: true)
        var reader = CSVReader(
            delimiter: header.delimiter, escapesWithBackslash: reading.escapesWithBackslash
        ) { try text.piece() }
        var record = CSVRecord()
        for _ in 0..<header.records { _ = try reader.read(into: &record) }
        while let step = try reader.read(into: &record) {
            // A row of another width is none.
            if case .record = step, record.count == header.names.count { columns.add(record) }
        }
        return (text.encodings, text.dialect)
    }

    /// What kind of file begins like this; nil for text.
    private static func foreign(_ start: [UInt8], _ marked: TextEncoding?) -> String? {
        let kinds: [(magic: [UInt8], name: String)] = [
            ([0x1F, 0x8B], "a gzip archive; unpack it first"),
            (Array("PK\u{3}\u{4}".utf8), "a zip archive or a spreadsheet; unpack it, or save the table as CSV"),
            ([0xD0, 0xCF, 0x11, 0xE0], "an old spreadsheet; save the table as CSV"),
            (Array("SQLite format 3\0".utf8), "a database, not a CSV file"),
        ]
        if let kind = kinds.first(where: { start.starts(with: $0.magic) }) { return "is \(kind.name)" }
        if marked == .utf16LittleEndian || marked == .utf16BigEndian { return nil }
        return start.contains(0) ? "is a binary file, not a table in text" : nil
    }
}

/// A table's bytes as UTF-8, looked at on their way.
private final class TableText {
    private let bytes: TableBytes
    private let transcoder: Transcoder?
    private let isSurveyed: Bool
    private(set) var encodings = EncodingSurvey()
    private(set) var dialect = DialectSurvey()
    private var isAtEnd = false

    init(_ bytes: TableBytes, _ encoding: TextEncoding, isSurveyed: Bool = false) {
        self.bytes = bytes
        transcoder = encoding == .utf8 ? nil : Transcoder(from: encoding)
        self.isSurveyed = isSurveyed
    }

    /// The next piece; empty at the end.
    func piece() throws -> [UInt8] {
        while !isAtEnd {
            let piece = try bytes.piece()
            if piece.isEmpty { isAtEnd = true }
            if isSurveyed { encodings.add(piece) }
            let text = transcoder?.utf8(piece) ?? piece
            if isSurveyed { dialect.add(text) }
            if !text.isEmpty || isAtEnd { return text }
        }
        return []
    }
}
