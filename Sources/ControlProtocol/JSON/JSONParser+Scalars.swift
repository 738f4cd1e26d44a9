extension JSONParser {
    /// Reads a string; the position is on its opening quote.
    mutating func parseString() throws(JSONSyntaxError) -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw failure("a string that is not UTF-8 ends")
                }
                return text
            case UInt8(ascii: "\\"):
                position += 1
                content.append(contentsOf: try parseEscape())
            case 0..<0x20:
                throw failure("a control character inside a string")
            default:
                content.append(byte)
                position += 1
            }
        }
        throw failure("the text ends inside a string")
    }

    /// Reads what follows a backslash and gives its UTF-8.
    private mutating func parseEscape() throws(JSONSyntaxError) -> [UInt8] {
        guard let byte = current else { throw failure("the text ends inside a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try parseUnicodeEscape())).utf8)
        default: throw failure("an unknown escape")
        }
    }

    private mutating func parseUnicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try parseHexQuad()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), bytes[position...].starts(with: Array("\\u".utf8)) else {
            throw failure("half of a surrogate pair")
        }
        position += 2
        let second = try parseHexQuad()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw failure("half of a surrogate pair") }
        return scalar
    }

    private mutating func parseHexQuad() throws(JSONSyntaxError) -> UInt32 {
        guard bytes.count - position >= 4 else { throw failure("four hexadecimal digits expected") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw failure("four hexadecimal digits expected")
            }
            value = value << 4 + UInt32(digit)
            position += 1
        }
        return value
    }

    /// Reads a number; whole numbers of 64 bits stay exact.
    mutating func parseNumber() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        let leading = current
        let wholeDigits = skipDigits()
        guard wholeDigits > 0 else { throw failure("a digit expected") }
        guard wholeDigits == 1 || leading != UInt8(ascii: "0") else { throw failure("a number with a leading zero") }

        var isInteger = true
        if current == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard skipDigits() > 0 else { throw failure("a digit expected") }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() > 0 else { throw failure("a digit expected") }
        }

        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let whole = Int64(text) { return .integer(whole) }
        guard let number = Double(text), number.isFinite else { throw failure("a number out of range") }
        return .number(number)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            position += 1
        }
        return position - start
    }
}
