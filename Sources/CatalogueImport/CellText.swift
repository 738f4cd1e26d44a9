import Songs

/// Text of a table's cell, cleaned and copied as bytes.
enum CellText {
    /// Appends the cell's text. Runs of blanks and control characters become one space, and are removed at the ends.
    /// - Returns: false if it is not UTF-8; nothing is appended then.
    static func append(_ cell: UnsafeRawBufferPointer, to text: inout [UInt8]) -> Bool {
        let start = text.count
        var gap = false
        var isASCII = true
        for byte in cell {
            if byte <= 0x20 || byte == 0x7F {
                gap = true
                continue
            }
            if byte >= 0x80 { isASCII = false }
            if gap, text.count > start { text.append(0x20) }
            gap = false
            text.append(byte)
        }
        if isASCII || isUTF8(text[start...]) { return true }
        text.removeSubrange(start...)
        return false
    }

    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    /// Splits the cell at `separator` and appends the names with `NameList.separator` between them.
    static func append(
        _ cell: UnsafeRawBufferPointer, splitAt separator: UInt8, lowerCase: Bool = false, to names: inout [UInt8]
    ) -> Bool {
        var position = 0
        while position <= cell.count {
            var end = position
            while end < cell.count, cell[end] != separator { end += 1 }
            guard appendName(UnsafeRawBufferPointer(rebasing: cell[position..<end]), to: &names) else { return false }
            position = end + 1
        }
        if lowerCase {
            for index in names.indices where names[index] &- 65 < 26 { names[index] |= 0x20 }
        }
        return true
    }

    /// Appends one more name, unless it is empty.
    static func appendName(_ cell: UnsafeRawBufferPointer, to names: inout [UInt8]) -> Bool {
        let start = names.count
        if start > 0 { names.append(NameList.separatorByte) }
        let first = names.count
        guard append(cell, to: &names) else {
            names.removeSubrange(start...)
            return false
        }
        if names.count == first { names.removeSubrange(start...) }
        return true
    }

    /// Appends the strings of a list as Python prints it: `['A', "B's"]`. Any other text counts as one name.
    static func append(pythonList cell: UnsafeRawBufferPointer, to names: inout [UInt8]) -> Bool {
        guard cell.first == UInt8(ascii: "["), cell.last == UInt8(ascii: "]") else {
            return appendName(cell, to: &names)
        }
        var position = 1
        var name: [UInt8] = []
        while position < cell.count {
            let quote = cell[position]
            position += 1
            guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { continue }
            name.removeAll(keepingCapacity: true)
            while position < cell.count, cell[position] != quote {
                if cell[position] == UInt8(ascii: "\\"), position + 1 < cell.count { position += 1 }
                name.append(cell[position])
                position += 1
            }
            position += 1
            guard name.withUnsafeBytes({ appendName($0, to: &names) }) else { return false }
        }
        return true
    }
}
