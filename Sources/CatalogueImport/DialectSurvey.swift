import Glibc

/// How a file uses backslashes, gathered piece by piece.
struct DialectSurvey {
    /// Whether a backslash makes a quote plain text: one stands before a quote that neither ends a cell nor is doubled.
    private(set) var escapesQuotes = false
    /// Whether a backslash stands before a comma: names joined by commas have those of their own so.
    private(set) var escapesCommas = false
    /// The last bytes of the piece before, for what lies across.
    private var tail: [UInt8] = []

    init() {}

    /// Looks at the next piece.
    mutating func add(_ piece: [UInt8]) {
        if escapesQuotes, escapesCommas { return }
        if !tail.isEmpty { look(tail + piece.prefix(2)) }
        look(piece)
        tail = Array(piece.suffix(2))
    }

    private mutating func look(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var position = 0
            while position + 1 < bytes.count {
                guard let base = bytes.baseAddress,
                    let found = memchr(base + position, Int32(UInt8(ascii: "\\")), bytes.count - position)
                else { return }
                position = found - UnsafeMutableRawPointer(mutating: base) + 1
                guard position < bytes.count else { return }
                if bytes[position] == UInt8(ascii: ",") { escapesCommas = true }
                guard bytes[position] == UInt8(ascii: "\""), position + 1 < bytes.count else { continue }
                switch bytes[position + 1] {
                // As RFC 4180 has it: a backslash at a cell's end, or a doubled quote behind it.
                case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
                    UInt8(ascii: "\r"), UInt8(ascii: "\n"):
                    continue
                default: escapesQuotes = true
                }
            }
        }
    }
}
