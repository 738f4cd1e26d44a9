import CTomlPlusPlus

/// A value as TOML has it.
enum TomlValue: Sendable, Equatable {
    case string(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)
    case date
    case array([TomlValue])
    case table
}

/// One key of a TOML text. A table comes before its keys; an array carries its elements.
struct TomlEntry: Sendable, Equatable {
    /// The keys from the top, joined by dots; one that is not a bare key stands in quotes.
    var path: String
    var value: TomlValue
    /// Where the key stands, counted from 1.
    var line: Int
}

/// Why a text is not TOML.
struct TomlSyntaxError: Error, Equatable {
    var message: String
    /// Counted from 1; `nil` if the reason lies in no single line.
    var line: Int?
}

/// Reads TOML through toml++.
enum TomlDocument {
    /// The largest text that is read, in bytes.
    static let largestText = Int(CTomlPlusPlusLargestText)

    /// Every key of the text, in the order in which they stand there.
    static func entries(of text: [UInt8]) throws(TomlSyntaxError) -> [TomlEntry] {
        var error = CTomlPlusPlusError()
        let parsed = text.withUnsafeBytes { bytes in
            CTomlPlusPlusParse(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &error)
        }
        guard let document = parsed else {
            throw TomlSyntaxError(message: message(of: error), line: error.line == 0 ? nil : Int(error.line))
        }
        defer { CTomlPlusPlusFree(document) }
        let items = (0..<CTomlPlusPlusCount(document)).map { CTomlPlusPlusItemAt(document, $0) }
        return entries(from: items)
    }

    private static func entries(from items: [CTomlPlusPlusItem]) -> [TomlEntry] {
        var values = items.map(value)
        // Parents come before their elements: in reverse order every array finds its elements complete.
        for (index, item) in items.enumerated().reversed() where item.parent >= 0 {
            if case .array(var elements) = values[Int(item.parent)] {
                elements.insert(values[index], at: 0)
                values[Int(item.parent)] = .array(elements)
            }
        }
        var insideArray = [Bool](repeating: false, count: items.count)
        var entries: [(column: UInt32, entry: TomlEntry)] = []
        for (index, item) in items.enumerated() {
            if item.parent >= 0 {
                let parent = Int(item.parent)
                insideArray[index] = insideArray[parent] || items[parent].kind == .array
            }
            guard !insideArray[index] else { continue }
            let entry = TomlEntry(path: string(item.path), value: values[index], line: Int(item.line))
            entries.append((item.column, entry))
        }
        return entries.sorted { ($0.entry.line, $0.column) < ($1.entry.line, $1.column) }.map(\.entry)
    }

    private static func value(of item: CTomlPlusPlusItem) -> TomlValue {
        switch item.kind {
        case .table: .table
        case .array: .array([])
        case .string: .string(string(item.string))
        case .integer: .integer(item.integer)
        case .float: .number(item.number)
        case .boolean: .boolean(item.boolean)
        case .date: .date
        }
    }

    private static func string(_ text: CTomlPlusPlusText) -> String {
        let bytes = UnsafeRawBufferPointer(start: text.bytes, count: text.count)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func message(of error: CTomlPlusPlusError) -> String {
        withUnsafeBytes(of: error.message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
