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

    /// Whether the cell says that nothing is known: empty, or one of the words that programs write for that.
    static func isMissing(_ cell: UnsafeRawBufferPointer) -> Bool {
        // Longer than the longest of the words, and so none of them.
        if cell.count > 11 { return false }
        guard let first = cell.first else { return true }
        // Most names are told by their first byte: a letter, a sign, a blank (a tab is 0x29 here), a dash of UTF-8.
        switch first | 0x20 {
        case UInt8(ascii: "n"), UInt8(ascii: "u"), UInt8(ascii: "<"), UInt8(ascii: "-"), UInt8(ascii: "|"),
            UInt8(ascii: "?"), 0x20, UInt8(ascii: "#"), 0x29, 0xE2:
            return missingWords.contains(String(decoding: cell, as: UTF8.self).lowercased().filter { $0 > " " })
        default: return false
        }
    }

    /// Whether the cell is what pandas and spreadsheets write for a name that is missing. Other such words ("None",
    /// "Unknown") are names of songs and bands.
    static func isMissingName(_ cell: UnsafeRawBufferPointer) -> Bool {
        guard (3...4).contains(cell.count) else { return false }
        switch cell[0] {
        case UInt8(ascii: "n"): return cell.elementsEqual("nan".utf8)
        case UInt8(ascii: "N"): return cell.elementsEqual("NaN".utf8)
        case UInt8(ascii: "#"): return cell.elementsEqual("#N/A".utf8)
        case UInt8(ascii: "<"): return cell.elementsEqual("<NA>".utf8)
        default: return false
        }
    }

    private static let missingWords: Set<String> = [
        "", "nan", "null", "none", "n/a", "na", "<na>", "nat", "nil", "undefined", "\\n", "-", "--", "–", "—", "?",
        "#n/a", "unknown",
    ]

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
        if lowerCase { Self.lowerCase(&names) }
        return true
    }

    /// Makes small letters of ASCII's capitals.
    static func lowerCase(_ names: inout [UInt8]) {
        for index in names.indices where names[index] &- 65 < 26 { names[index] |= 0x20 }
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
