/// Reads CSV as RFC 4180 has it, record by record in constant memory, from any source of bytes.
///
/// Quotes, doubled quotes, line breaks inside quotes; LF, CRLF or CR ends a record; a byte order mark is skipped, blank
/// lines too. Text after a closing quote is kept, as spreadsheets do; so are blanks before a field, unless a quote
/// follows. A quote that is open at the file's end is read as if it were not there. What cannot be a record is returned
/// as skipped, with the reason.
///
/// `Tables` reads CSV, numbers and the encodings of text. It imports no other module.
package struct CSVReader {
    /// What a file holds between two record ends.
    package enum Row: Sendable {
        case record(CSVRecord)
        /// No record could be read; `line` is where it began, counted from 1.
        case skipped(line: Int, CSVDefect)
    }

    /// As `Row`, where the caller supplies the record to fill.
    package enum Step: Sendable {
        case record
        case skipped(line: Int, CSVDefect)
    }

    /// Between fields. May be changed between two records.
    package var delimiter: UInt8
    /// Whether a backslash inside quotes makes a quote or a backslash behind it plain text, as MySQL and others write.
    package let escapesWithBackslash: Bool
    /// How many fields a record should have: tells whether a quote that is open at the end belongs to the last one.
    package var expectedFields: Int?
    private let maximumRecordBytes: Int
    private let nextChunk: () throws -> [UInt8]
    private var chunk: [UInt8] = []
    private var position = 0
    private var line = 1
    private var started = false
    /// The last record ended with CR, so a LF that follows belongs to it.
    private var skipsLineFeed = false
    /// How many quotes left open were read over.
    private var openQuotes = 0
    /// What a record that is read in parts was made of, for the case that a quote stays open.
    private var raw: [UInt8] = []
    /// Where in the record that is read again the quotes are that were never closed.
    private var ignoredQuotes: [Int] = []

    /// - Parameters:
    ///   - delimiter: between fields, a comma unless said otherwise.
    ///   - maximumRecordBytes: a longer record is read over without being kept.
    ///   - nextChunk: gives the file's bytes piece by piece, an empty piece at its end.
    package init(
        delimiter: UInt8 = UInt8(ascii: ","), escapesWithBackslash: Bool = false, maximumRecordBytes: Int = 1 << 20,
        nextChunk: @escaping () throws -> [UInt8]
    ) {
        self.delimiter = delimiter
        self.escapesWithBackslash = escapesWithBackslash
        self.maximumRecordBytes = maximumRecordBytes
        self.nextChunk = nextChunk
    }

    /// Reads CSV that is in memory already.
    package init(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ","), escapesWithBackslash: Bool = false) {
        var rest: [UInt8]? = bytes
        self.init(delimiter: delimiter, escapesWithBackslash: escapesWithBackslash) {
            defer { rest = nil }
            return rest ?? []
        }
    }

    /// The next row, nil at the end. Throws only what the source throws.
    package mutating func next() throws -> Row? {
        var record = CSVRecord()
        switch try read(into: &record) {
        case .record: return .record(record)
        case .skipped(let line, let defect): return .skipped(line: line, defect)
        case nil: return nil
        }
    }

    /// Reads the next row into `record`, whose old content goes; nil at the end. Throws only what the source throws.
    package mutating func read(into record: inout CSVRecord) throws -> Step? {
        while true {
            guard try skipToRecord() else { return nil }
            if let step = try readRow(into: &record) { return step }
        }
    }

    // MARK: Reading

    /// True if there is a byte to read at `position`.
    private mutating func fill() throws -> Bool {
        while position == chunk.count {
            chunk = try nextChunk()
            position = 0
            if chunk.isEmpty { return false }
        }
        return true
    }

    private mutating func skipToRecord() throws -> Bool {
        if !started {
            started = true
            try skipByteOrderMark()
        }
        guard try fill() else { return false }
        if skipsLineFeed {
            skipsLineFeed = false
            if chunk[position] == CSVByte.lineFeed {
                position += 1
                return try fill()
            }
        }
        return true
    }

    private mutating func skipByteOrderMark() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        // The source may hand out fewer than three bytes at a time.
        while chunk.count < mark.count {
            let more = try nextChunk()
            if more.isEmpty { break }
            chunk += more
        }
        if chunk.starts(with: mark) { position = mark.count }
    }

    /// Nil for a line without any character.
    private mutating func readRow(into record: inout CSVRecord) throws -> Step? {
        record.restart(line: line)
        if let end = readWhole(into: &record) {
            if record.count == 0 { return nil }
            skipsLineFeed = end == CSVByte.carriageReturn
            return record.size > maximumRecordBytes ? tooLong(&record) : .record
        }
        return try readInParts(into: &record)
    }

    private func tooLong(_ record: inout CSVRecord) -> Step {
        record.drop()
        return .skipped(line: record.line, .tooLong(maximumBytes: maximumRecordBytes))
    }

    /// Reads a record that lies in the present piece and needs no byte changed, which nearly all do: the bytes are
    /// copied at once.
    /// - Returns: the line break that ended it; nil, and nothing read, for any other record. An empty line has no
    ///   field.
    private mutating func readWhole(into record: inout CSVRecord) -> UInt8? {
        let begin = position
        let delimiter = delimiter, escapes = escapesWithBackslash
        // Nearly every byte of a cell is above all that end one.
        let highest = max(delimiter, CSVByte.carriageReturn)
        var lines = 1
        let found = chunk.withUnsafeBytes { bytes -> (position: Int, end: UInt8)? in
            let count = bytes.count
            var at = begin
            while at < count {
                let start = at
                var first = bytes[at]
                if first == CSVByte.blank {
                    while at < count, bytes[at] == CSVByte.blank { at += 1 }
                    guard at < count else { return nil }
                    first = bytes[at]
                }
                let fieldEnd: Int
                if first == CSVByte.quote {
                    at += 1
                    let textStart = at
                    while at < count, bytes[at] != CSVByte.quote {
                        if bytes[at] == CSVByte.lineFeed { lines += 1 }
                        if bytes[at] == CSVByte.backslash, escapes { return nil }
                        at += 1
                    }
                    // A doubled quote, or text behind it, or the end of the piece: read in parts.
                    guard at + 1 < count else { return nil }
                    fieldEnd = at
                    at += 1
                    let next = bytes[at]
                    guard next == delimiter || next == CSVByte.lineFeed || next == CSVByte.carriageReturn else {
                        return nil
                    }
                    record.addField((textStart - begin)..<(fieldEnd - begin))
                } else {
                    while at < count {
                        let byte = bytes[at]
                        if byte <= highest,
                            byte == delimiter || byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn
                        {
                            break
                        }
                        at += 1
                    }
                    guard at < count else { return nil }
                    if at == begin, bytes[at] != delimiter { return (at + 1, bytes[at]) }
                    record.addField((start - begin)..<(at - begin))
                }
                let end = bytes[at]
                at += 1
                if end == delimiter { continue }
                record.take(UnsafeRawBufferPointer(rebasing: bytes[begin..<at]))
                return (at, end)
            }
            return nil
        }
        guard let found else {
            record.restart(line: line)
            return nil
        }
        position = found.position
        line += lines
        // An empty line's own break may be of two bytes.
        if record.count == 0 { skipsLineFeed = found.end == CSVByte.carriageReturn }
        return found.end
    }

    /// Reads a record that lies in several pieces of the file, or in which quotes stand for themselves.
    private mutating func readInParts(into record: inout CSVRecord) throws -> Step? {
        var scan = CSVScan(
            delimiter: delimiter, escapes: escapesWithBackslash, maximum: maximumRecordBytes,
            ignoredQuotes: ignoredQuotes)
        raw.removeAll(keepingCapacity: true)
        while try fill() {
            let begin = position
            let part = chunk.withUnsafeBytes { scan.read($0, from: begin, into: &record) }
            position = part.position
            if record.isDropped { raw = [] } else { raw += chunk[begin..<position] }
            line += part.lines
            guard let end = part.end else { continue }
            line += 1
            skipsLineFeed = end == CSVByte.carriageReturn
            if scan.isAtStart && record.count == 0 && !record.isDropped { return nil }
            return finish(&record, &scan)
        }
        guard let quote = scan.openQuote else { return finish(&record, &scan) }
        if !record.isDropped, record.count + 1 == expectedFields, isLastLine(behind: quote) {
            // A file that was cut off, or whose last quote is missing.
            let step = finish(&record, &scan)
            record.hasOpenQuote = !record.isDropped
            return step
        }
        if record.isDropped || openQuotes == Self.openQuoteLimit {
            ignoredQuotes = []
            return .skipped(line: record.line, .unclosedQuote)
        }
        // Read again without that quote: its line is a row, and so are those behind it.
        openQuotes += 1
        ignoredQuotes.append(quote)
        chunk = raw
        position = 0
        line = record.line
        record.restart(line: line)
        return try readInParts(into: &record)
    }

    /// Reading again costs the rest of the file, so it is not done without end.
    private static let openQuoteLimit = 16

    private func isLastLine(behind quote: Int) -> Bool {
        let rest = raw[min(quote, raw.count)...]
        let end = rest.lastIndex { $0 != CSVByte.lineFeed && $0 != CSVByte.carriageReturn } ?? rest.startIndex
        return !rest[..<end].contains { $0 == CSVByte.lineFeed || $0 == CSVByte.carriageReturn }
    }

    private mutating func finish(_ record: inout CSVRecord, _ scan: inout CSVScan) -> Step {
        scan.finish(&record)
        record.hasOpenQuote = !ignoredQuotes.isEmpty
        ignoredQuotes = []
        if record.isDropped || record.size > maximumRecordBytes { return tooLong(&record) }
        return .record
    }
}

enum CSVByte {
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let blank = UInt8(ascii: " ")
    static let carriageReturn = UInt8(ascii: "\r")
    static let lineFeed = UInt8(ascii: "\n")
}
