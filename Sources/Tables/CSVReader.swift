/// Reads CSV as RFC 4180 has it, record by record in constant memory, from any source of bytes.
///
/// Quotes, doubled quotes, line breaks inside quotes; LF, CRLF or CR ends a record; a byte order mark is skipped, blank
/// lines too. Text after a closing quote is kept, as spreadsheets do. What cannot be a record is returned as skipped,
/// with the reason.
///
/// `Tables` reads CSV and numbers. It imports no other module.
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

    private enum State {
        case fieldStart, plain, quoted, quoteInQuoted
    }

    /// Between fields. May be changed between two records.
    package var delimiter: UInt8
    private let maximumRecordBytes: Int
    private let nextChunk: () throws -> [UInt8]
    private var chunk: [UInt8] = []
    private var position = 0
    private var line = 1
    private var started = false
    /// The last record ended with CR, so a LF that follows belongs to it.
    private var skipsLineFeed = false

    /// - Parameters:
    ///   - delimiter: between fields, a comma unless said otherwise.
    ///   - maximumRecordBytes: a longer record is read over without being kept.
    ///   - nextChunk: gives the file's bytes piece by piece, an empty piece at its end.
    package init(
        delimiter: UInt8 = UInt8(ascii: ","), maximumRecordBytes: Int = 1 << 20,
        nextChunk: @escaping () throws -> [UInt8]
    ) {
        self.delimiter = delimiter
        self.maximumRecordBytes = maximumRecordBytes
        self.nextChunk = nextChunk
    }

    /// Reads CSV that is in memory already.
    package init(_ bytes: [UInt8]) {
        var rest: [UInt8]? = bytes
        self.init {
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

    private static let quote = UInt8(ascii: "\"")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")

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
            if chunk[position] == Self.lineFeed {
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
        var state = State.fieldStart
        while try fill() {
            let part = chunk.withUnsafeBytes { scan($0, &record, &state) }
            position = part.position
            line += part.lines
            guard let end = part.end else { continue }
            line += 1
            skipsLineFeed = end == Self.carriageReturn
            if state == .fieldStart && record.count == 0 && !record.isDropped { return nil }
            return finish(&record)
        }
        if state == .quoted { return .skipped(line: record.line, .unclosedQuote) }
        return finish(&record)
    }

    private func finish(_ record: inout CSVRecord) -> Step {
        if record.isDropped { return .skipped(line: record.line, .tooLong(maximumBytes: maximumRecordBytes)) }
        record.endField()
        return .record
    }

    /// Where a piece of the file ended for the record: at its last byte, or behind the line break `end`.
    private struct Scan {
        var position: Int
        /// Line breaks passed inside quotes.
        var lines = 0
        var end: UInt8?
    }

    /// Reads on from `position` until the record or the piece ends.
    private func scan(_ bytes: UnsafeRawBufferPointer, _ record: inout CSVRecord, _ state: inout State) -> Scan {
        var scan = Scan(position: position)
        while scan.position < bytes.count {
            let byte = bytes[scan.position]
            switch state {
            case .fieldStart where byte == Self.quote:
                state = .quoted
                scan.position += 1
            case .quoteInQuoted where byte == Self.quote:
                record.append(UnsafeRawBufferPointer(rebasing: bytes[scan.position...scan.position]))
                state = .quoted
                scan.position += 1
            case .quoted:
                var end = scan.position
                while end < bytes.count, bytes[end] != Self.quote {
                    if bytes[end] == Self.lineFeed { scan.lines += 1 }
                    end += 1
                }
                record.append(UnsafeRawBufferPointer(rebasing: bytes[scan.position..<end]))
                scan.position = end
                if end < bytes.count {
                    state = .quoteInQuoted
                    scan.position += 1
                }
            case .fieldStart, .plain, .quoteInQuoted:
                var end = scan.position
                while end < bytes.count {
                    let byte = bytes[end]
                    if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { break }
                    end += 1
                }
                if end > scan.position {
                    record.append(UnsafeRawBufferPointer(rebasing: bytes[scan.position..<end]))
                    state = .plain
                    scan.position = end
                }
                guard end < bytes.count else { break }
                scan.position += 1
                if bytes[end] != delimiter {
                    scan.end = bytes[end]
                    return scan
                }
                record.endField()
                state = .fieldStart
            }
            if record.byteCount + record.count > maximumRecordBytes { record.drop() }
        }
        return scan
    }
}
