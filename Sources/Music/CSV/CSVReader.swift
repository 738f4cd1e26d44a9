/// Reads CSV as RFC 4180 has it, record by record in constant memory, from any source of bytes.
///
/// Quotes, doubled quotes, line breaks inside quotes; LF, CRLF or CR ends a record; a byte order mark is skipped, blank
/// lines too. Text after a closing quote is kept, as spreadsheets do. What cannot be a record is skipped and said.
package struct CSVReader {
    /// What a file holds between two record ends.
    package enum Row: Sendable {
        case record(CSVRecord)
        /// Nothing usable; `line` is where it began.
        case skipped(line: Int, CSVDefect)
    }

    private enum State {
        case fieldStart, plain, quoted, quoteInQuoted
    }

    private let delimiter: UInt8
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
        while true {
            guard try skipToRecord() else { return nil }
            if let row = try readRow() { return row }
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
    private mutating func readRow() throws -> Row? {
        var record = CSVRecord(line: line)
        var state = State.fieldStart
        var tooLong = false
        while try fill() {
            let byte = chunk[position]
            switch state {
            case .fieldStart where byte == Self.quote:
                state = .quoted
                position += 1
            case .quoteInQuoted where byte == Self.quote:
                record.append(byte)
                state = .quoted
                position += 1
            case .quoted where byte == Self.quote:
                state = .quoteInQuoted
                position += 1
            case .quoted:
                copyQuotedRun(into: &record, dropping: tooLong)
            case .fieldStart, .plain, .quoteInQuoted:
                if byte == delimiter {
                    record.endField()
                    state = .fieldStart
                    position += 1
                } else if byte == Self.lineFeed || byte == Self.carriageReturn {
                    endLine(byte)
                    let isBlank = state == .fieldStart && record.count == 0 && !tooLong
                    return isBlank ? nil : finish(record, tooLong)
                } else {
                    copyPlainRun(into: &record, dropping: tooLong)
                    state = .plain
                }
            }
            if record.byteCount + record.count > maximumRecordBytes {
                tooLong = true
                record = CSVRecord(line: record.line)
            }
        }
        if state == .quoted { return .skipped(line: record.line, .unclosedQuote) }
        return finish(record, tooLong)
    }

    private func finish(_ record: CSVRecord, _ tooLong: Bool) -> Row {
        if tooLong { return .skipped(line: record.line, .tooLong(maximumBytes: maximumRecordBytes)) }
        var record = record
        record.endField()
        return .record(record)
    }

    private mutating func endLine(_ byte: UInt8) {
        position += 1
        line += 1
        skipsLineFeed = byte == Self.carriageReturn
    }

    /// Copies up to the next byte that means something outside quotes; at least one byte.
    private mutating func copyPlainRun(into record: inout CSVRecord, dropping: Bool) {
        var end = position + 1
        while end < chunk.count {
            let byte = chunk[end]
            if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { break }
            end += 1
        }
        if !dropping { record.append(chunk[position..<end]) }
        position = end
    }

    /// Copies up to the next quote, counting the lines passed.
    private mutating func copyQuotedRun(into record: inout CSVRecord, dropping: Bool) {
        var end = position
        while end < chunk.count, chunk[end] != Self.quote {
            if chunk[end] == Self.lineFeed { line += 1 }
            end += 1
        }
        if !dropping { record.append(chunk[position..<end]) }
        position = end
    }
}
