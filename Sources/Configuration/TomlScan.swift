/// Where keys, values and table headers stand in a TOML text, in bytes.
///
/// It takes a text that ``TomlDocument`` has read without an error; in any other it finds something, and ends.
struct TomlScan {
    /// A line `[table]`.
    struct Header {
        /// The table's dotted name; nil for an array of tables.
        var table: String?
        /// The whole line, with the line break.
        var line: Range<Int>
    }

    /// A key with its value.
    struct Assignment {
        /// The key from the top, as ``TomlEntry/path``.
        var path: String
        /// The key as written.
        var key: Range<Int>
        /// The value as written, without blanks around it.
        var value: Range<Int>
        /// The number of the header it stands under; nil above the first.
        var header: Int?
        /// Whether it stands within braces.
        var isInline: Bool
    }

    private(set) var headers: [Header] = []
    private(set) var assignments: [Assignment] = []
    private let text: [UInt8]
    private var place = 0

    init(_ text: [UInt8]) {
        self.text = text
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
        while place < text.count { scanLine() }
    }

    private var next: UInt8? { place < text.count ? text[place] : nil }

    private func isNext(_ characters: String) -> Bool { next.map(characters.utf8.contains) ?? false }

    private func isNext(whole word: String) -> Bool { text[place...].starts(with: word.utf8) }

    private mutating func skip(_ characters: String) {
        while isNext(characters) { place += 1 }
    }

    /// Moves to the start of the next line.
    private mutating func skipLine() {
        while let byte = next {
            place += 1
            if byte == UInt8(ascii: "\n") { return }
        }
    }

    private mutating func scanLine() {
        let start = text[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        skip(" \t\r")
        if isNext("[") {
            let isArray = isNext(whole: "[[")
            skip("[ \t")
            let table = keyPath().joined(separator: ".")
            skipLine()
            headers.append(Header(table: isArray ? nil : table, line: start..<place))
        } else {
            if !isNext("#\n"), next != nil { scanAssignment(under: prefix, isInline: false) }
            skipLine()
        }
    }

    /// The path of the table that the present line is in.
    private var prefix: String {
        // A key of an array of tables is none of ours: its path matches no setting.
        headers.last.map { $0.table ?? "[]" } ?? ""
    }

    private mutating func scanAssignment(under prefix: String, isInline: Bool) {
        let start = place
        let parts = (prefix.isEmpty ? [] : [prefix]) + keyPath()
        let path = parts.joined(separator: ".")
        let key = start..<text[..<place].endOfInk(from: start)
        guard isNext("=") else { return }
        place += 1
        skip(" \t")
        let value = scanValue(path)
        assignments.append(
            Assignment(
                path: path, key: key, value: value, header: headers.isEmpty ? nil : headers.count - 1,
                isInline: isInline))
    }

    /// A dotted key, and the blanks behind it.
    private mutating func keyPath() -> [String] {
        var parts: [String] = []
        repeat {
            if isNext(".") { place += 1 }
            skip(" \t")
            let start = place
            if isNext("\"'") {
                skipString()
                let inner = text[start..<place].dropFirst().dropLast()
                parts.append(String(decoding: inner, as: UTF8.self))
            } else {
                while let byte = next, byte.isOfBareKey { place += 1 }
                parts.append(String(decoding: text[start..<place], as: UTF8.self))
            }
            skip(" \t")
        } while isNext(".")
        return parts
    }

    /// Moves behind a value; where it stands.
    private mutating func scanValue(_ path: String) -> Range<Int> {
        let start = place
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            skipString()
        case UInt8(ascii: "["):
            scanElements(closedBy: "]") { scan in _ = scan.scanValue(path + "[]") }
        case UInt8(ascii: "{"):
            scanElements(closedBy: "}") { scan in scan.scanAssignment(under: path, isInline: true) }
        default:
            while next != nil, !isNext(",]}#\n\r") { place += 1 }
            place = text[..<place].endOfInk(from: start)
        }
        return start..<place
    }

    private mutating func scanElements(closedBy end: String, _ element: (inout TomlScan) -> Void) {
        place += 1
        while next != nil {
            skip(" \t\r\n,")
            if isNext("#") {
                skipLine()
            } else if isNext(end) {
                place += 1
                return
            } else if next != nil {
                let before = place
                element(&self)
                // What is no element must not be looked at for ever.
                if place == before { place += 1 }
            }
        }
    }

    /// Moves behind a string of any of the four kinds.
    private mutating func skipString() {
        guard let quote = next else { return }
        let isLong = place + 2 < text.count && text[place + 1] == quote && text[place + 2] == quote
        let hasEscapes = quote == UInt8(ascii: "\"")
        place += isLong ? 3 : 1
        while let byte = next {
            if byte == UInt8(ascii: "\\"), hasEscapes {
                place += 2
            } else if byte != quote {
                place += 1
            } else if !isLong {
                place += 1
                return
            } else {
                let start = place
                while next == quote { place += 1 }
                // Up to two quotes may stand before the three that close it.
                if place - start >= 3 { return }
            }
        }
        place = min(place, text.count)
    }
}

extension UInt8 {
    fileprivate var isOfBareKey: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension ArraySlice<UInt8> {
    /// The index behind the last byte that is no blank, but no less than `start`.
    fileprivate func endOfInk(from start: Int) -> Int {
        var end = endIndex
        while end > start, self[end - 1] == UInt8(ascii: " ") || self[end - 1] == UInt8(ascii: "\t") { end -= 1 }
        return end
    }
}
