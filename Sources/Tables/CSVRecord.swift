/// One record of a CSV file: its fields as bytes in one buffer, turned into text only where asked.
///
/// A reader fills the same record again and again, so that reading a long file allocates next to nothing.
package struct CSVRecord: Sendable {
    /// The line the record begins on, counted from 1.
    package private(set) var line: Int
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// The record has grown beyond the limit: what is appended is discarded.
    private(set) var isDropped = false

    package init(line: Int = 0) {
        self.line = line
    }

    /// How many fields it has; at least one.
    package var count: Int { ends.count }

    /// The field's text; nil if there is no such field or it is not UTF-8.
    package subscript(index: Int) -> String? {
        guard ends.indices.contains(index) else { return nil }
        return String(validating: bytes[range(index)], as: UTF8.self)
    }

    /// Calls `body` with the field's bytes, nil if there is no such field. For numbers, where making text would cost
    /// more than reading it.
    package func withBytes<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result?
    {
        guard ends.indices.contains(index) else { return nil }
        let range = range(index)
        return try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    private func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    // MARK: Building

    var byteCount: Int { bytes.count }

    /// Empties the record for the one that begins on `line`.
    mutating func restart(line: Int) {
        self.line = line
        isDropped = false
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    mutating func append(_ part: UnsafeRawBufferPointer) {
        if !isDropped { bytes.append(contentsOf: part) }
    }

    mutating func endField() {
        if !isDropped { ends.append(bytes.count) }
    }

    /// Forgets the fields and takes no more.
    mutating func drop() {
        isDropped = true
        bytes = []
        ends = []
    }
}
