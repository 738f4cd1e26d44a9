/// Where the reading of one record stands between two pieces of a file.
struct CSVScan {
    /// Where a piece of the file ended for the record: at its last byte, or behind the line break `end`.
    struct Part {
        var position: Int
        /// Line breaks passed inside quotes.
        var lines = 0
        var end: UInt8?
    }

    private enum State {
        case fieldStart, plain, quoted, quoteInQuoted, backslashInQuoted
    }

    let delimiter: UInt8
    let escapes: Bool
    let maximum: Int
    /// Offsets in the record of quotes that are passed over.
    let ignoredQuotes: [Int]
    private var state = State.fieldStart
    /// Blanks at the field's beginning: part of it, unless a quote follows.
    private var blanks = 0
    /// Bytes of the record in earlier pieces.
    private var passed = 0
    private var quoteOffset = 0

    init(delimiter: UInt8, escapes: Bool, maximum: Int, ignoredQuotes: [Int]) {
        self.delimiter = delimiter
        self.escapes = escapes
        self.maximum = maximum
        self.ignoredQuotes = ignoredQuotes
    }

    /// Whether nothing of a field was met since the last delimiter.
    var isAtStart: Bool { state == .fieldStart && blanks == 0 }

    /// The offset in the record of the quote that is open; nil if none is.
    var openQuote: Int? { state == .quoted || state == .backslashInQuoted ? quoteOffset : nil }

    /// Reads on from `begin` until the record or the piece ends.
    mutating func read(_ bytes: UnsafeRawBufferPointer, from begin: Int, into record: inout CSVRecord) -> Part {
        var part = Part(position: begin)
        let base = passed - begin
        defer { passed = base + part.position }
        while part.position < bytes.count {
            let byte = bytes[part.position]
            switch state {
            case .fieldStart where byte == CSVByte.blank:
                blanks += 1
                part.position += 1
                if blanks > maximum { record.drop() }
            case .fieldStart where byte == CSVByte.quote:
                let offset = base + part.position
                part.position += 1
                if ignoredQuotes.contains(offset) {
                    flushBlanks(into: &record)
                    state = .plain
                } else {
                    quoteOffset = offset
                    blanks = 0
                    state = .quoted
                }
            case .quoteInQuoted where byte == CSVByte.quote:
                record.append(byte)
                state = .quoted
                part.position += 1
            case .backslashInQuoted:
                // Before anything but a quote or a backslash it is a backslash.
                if byte == CSVByte.quote || byte == CSVByte.backslash {
                    record.append(byte)
                    part.position += 1
                } else {
                    record.append(CSVByte.backslash)
                }
                state = .quoted
            case .quoted:
                readQuoted(bytes, &part, into: &record)
            case .fieldStart, .plain, .quoteInQuoted:
                readPlain(bytes, &part, into: &record)
                if part.end != nil { return part }
            }
            if record.size > maximum { record.drop() }
        }
        return part
    }

    private mutating func readQuoted(_ bytes: UnsafeRawBufferPointer, _ part: inout Part, into record: inout CSVRecord)
    {
        var end = part.position
        while end < bytes.count, bytes[end] != CSVByte.quote, !(escapes && bytes[end] == CSVByte.backslash) {
            if bytes[end] == CSVByte.lineFeed { part.lines += 1 }
            end += 1
        }
        record.append(UnsafeRawBufferPointer(rebasing: bytes[part.position..<end]))
        part.position = end
        guard end < bytes.count else { return }
        state = bytes[end] == CSVByte.quote ? .quoteInQuoted : .backslashInQuoted
        part.position += 1
    }

    private mutating func readPlain(_ bytes: UnsafeRawBufferPointer, _ part: inout Part, into record: inout CSVRecord) {
        var end = part.position
        while end < bytes.count {
            let byte = bytes[end]
            if byte == delimiter || byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn { break }
            end += 1
        }
        if end > part.position {
            flushBlanks(into: &record)
            record.append(UnsafeRawBufferPointer(rebasing: bytes[part.position..<end]))
            state = .plain
            part.position = end
        }
        guard end < bytes.count else { return }
        part.position += 1
        if bytes[end] == delimiter {
            flushBlanks(into: &record)
            record.endField()
            state = .fieldStart
        } else {
            part.end = bytes[end]
        }
    }

    private mutating func flushBlanks(into record: inout CSVRecord) {
        if blanks > 0 { record.append(CSVByte.blank, count: blanks) }
        blanks = 0
    }

    /// Ends the record's last field.
    mutating func finish(_ record: inout CSVRecord) {
        flushBlanks(into: &record)
        record.endField()
    }
}
