/// One record of a CSV file: its fields as bytes in one buffer, turned into text only where asked.
package struct CSVRecord: Sendable {
    /// The line the record begins on, counted from 1.
    package let line: Int
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(line: Int) {
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
        return try bytes[range(index)].withUnsafeBytes(body)
    }

    private func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    // MARK: Building

    var byteCount: Int { bytes.count }

    mutating func append(_ part: ArraySlice<UInt8>) {
        bytes.append(contentsOf: part)
    }

    mutating func append(_ byte: UInt8) {
        bytes.append(byte)
    }

    mutating func endField() {
        ends.append(bytes.count)
    }
}
