/// One record of a CSV file: its fields as bytes in one buffer, turned into text only where asked.
///
/// A reader fills the same record again and again, so that reading a long file allocates next to nothing.
package struct CSVRecord: Sendable {
    /// The line the record begins on, counted from 1.
    package private(set) var line: Int
    /// A quote was opened and never closed: the record was read as if that quote were not there.
    package internal(set) var hasOpenQuote = false
    private var bytes: [UInt8] = []
    private var fields: [Range<Int>] = []
    /// Where the field that is being built begins.
    private var start = 0
    /// Bytes that belong to fields; the buffer may hold delimiters and quotes between them.
    private var contentCount = 0
    /// The record has grown beyond the limit: what is appended is discarded.
    private(set) var isDropped = false

    package init(line: Int = 0) {
        self.line = line
    }

    /// How many fields it has; at least one.
    package var count: Int { fields.count }

    /// The field's text; nil if there is no such field or it is not UTF-8.
    package subscript(index: Int) -> String? {
        guard fields.indices.contains(index) else { return nil }
        return String(validating: bytes[fields[index]], as: UTF8.self)
    }

    /// Calls `body` with the field's bytes, nil if there is no such field. For numbers, where making text would cost
    /// more than reading it.
    package func withBytes<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result?
    {
        guard fields.indices.contains(index) else { return nil }
        return try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[fields[index]])) }
    }

    /// Calls `body` with the bytes of all fields and their ranges in them, at one call's cost for the whole record.
    package func withFields<Result>(
        _ body: (UnsafeRawBufferPointer, [Range<Int>]) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBytes { try body($0, fields) }
    }

    // MARK: Building

    /// What counts for the limit of a record's length: the bytes of its fields, and one for each that has ended.
    var size: Int { contentCount + fields.count }

    /// Empties the record for the one that begins on `line`.
    mutating func restart(line: Int) {
        self.line = line
        isDropped = false
        hasOpenQuote = false
        start = 0
        contentCount = 0
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
    }

    mutating func append(_ part: UnsafeRawBufferPointer) {
        if isDropped { return }
        bytes.append(contentsOf: part)
        contentCount += part.count
    }

    mutating func append(_ byte: UInt8, count: Int = 1) {
        if isDropped { return }
        bytes.append(contentsOf: repeatElement(byte, count: count))
        contentCount += count
    }

    mutating func endField() {
        if isDropped { return }
        fields.append(start..<bytes.count)
        start = bytes.count
    }

    /// Adds a field that lies within the bytes that `take` puts into the record.
    @inline(__always)
    mutating func addField(_ range: Range<Int>) {
        fields.append(range)
        contentCount += range.count
    }

    /// Puts the bytes in whose ranges were added as fields.
    mutating func take(_ whole: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: whole)
        start = bytes.count
    }

    /// Forgets the fields and takes no more.
    mutating func drop() {
        isDropped = true
        bytes = []
        fields = []
        contentCount = 0
    }
}
