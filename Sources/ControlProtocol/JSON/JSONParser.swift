/// Why a text is not JSON, and where.
package struct JSONSyntaxError: Error, Hashable, CustomStringConvertible {
    /// What was expected or found, for people.
    package let message: String
    /// The byte, counted from 0, at which reading stopped.
    package let offset: Int

    package var description: String { "not JSON: \(message) at byte \(offset)" }
}

extension JSONValue {
    /// Objects and arrays nested deeper than this are refused; no message of ours comes near it.
    package static let maximumDepth = 64

    /// Reads one JSON text (RFC 8259); white space may surround it, nothing else.
    package init(parsing bytes: some Sequence<UInt8>) throws(JSONSyntaxError) {
        var parser = JSONParser(bytes: Array(bytes))
        self = try parser.parseText()
    }

    /// Reads one JSON text.
    package init(parsing text: String) throws(JSONSyntaxError) {
        try self.init(parsing: text.utf8)
    }
}

/// A recursive-descent reader over bytes. Recursion is bounded by `JSONValue.maximumDepth`.
struct JSONParser {
    let bytes: [UInt8]
    var position = 0
    private var depth = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func parseText() throws(JSONSyntaxError) -> JSONValue {
        let value = try parseValue()
        skipSpace()
        guard position == bytes.count else { throw failure("something follows the value") }
        return value
    }

    var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    func failure(_ message: String) -> JSONSyntaxError {
        JSONSyntaxError(message: message, offset: position)
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func parseValue() throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return .object(try nested { json throws(JSONSyntaxError) in try json.parseObject() })
        case UInt8(ascii: "["): return .array(try nested { json throws(JSONSyntaxError) in try json.parseArray() })
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try parseNumber()
        case nil: throw failure("the text ends where a value should be")
        default: throw failure("no value starts like this")
        }
    }

    private mutating func nested<T>(
        _ body: (inout JSONParser) throws(JSONSyntaxError) -> T
    ) throws(JSONSyntaxError) -> T {
        guard depth < JSONValue.maximumDepth else { throw failure("nested deeper than \(JSONValue.maximumDepth)") }
        depth += 1
        position += 1
        let result = try body(&self)
        depth -= 1
        return result
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard matches else { throw failure("expected \(word)") }
        position += word.utf8CodeUnitCount
        return value
    }

    /// Skips space and one byte if it is the given one.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func parseObject() throws(JSONSyntaxError) -> JSONObject {
        var object = JSONObject()
        if skip(UInt8(ascii: "}")) { return object }
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw failure("expected a member's name") }
            let name = try parseString()
            guard skip(UInt8(ascii: ":")) else { throw failure("expected ':'") }
            object.append(name, try parseValue())
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { throw failure("expected ',' or '}'") }
        return object
    }

    private mutating func parseArray() throws(JSONSyntaxError) -> [JSONValue] {
        var elements: [JSONValue] = []
        if skip(UInt8(ascii: "]")) { return elements }
        repeat {
            elements.append(try parseValue())
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "]")) else { throw failure("expected ',' or ']'") }
        return elements
    }
}
