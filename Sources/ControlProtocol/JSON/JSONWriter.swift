extension JSONValue {
    /// The shortest text, on one line.
    package var compactText: String {
        var writer = JSONWriter(indents: false)
        writer.write(self, level: 0)
        return writer.text
    }

    /// Two spaces a level and one member a line, for people; lists of plain values stay on one line.
    package var prettyText: String {
        var writer = JSONWriter(indents: true)
        writer.write(self, level: 0)
        return writer.text
    }
}

private struct JSONWriter {
    let indents: Bool
    var text = ""

    init(indents: Bool) {
        self.indents = indents
    }

    mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += String(number)
        // JSON has no word for infinity or not-a-number; the encoder refuses them before they come here.
        case .number(let number): text += number.isFinite ? number.description : "null"
        case .string(let string): write(string)
        case .array(let elements): write(elements, level: level)
        case .object(let object): write(object, level: level)
        }
    }

    private mutating func write(_ elements: [JSONValue], level: Int) {
        let onOneLine = elements.allSatisfy(\.isScalar)
        text += "["
        for (index, element) in elements.enumerated() {
            if index > 0 { text += onOneLine && indents ? ", " : "," }
            if !onOneLine { breakLine(level + 1) }
            write(element, level: level + 1)
        }
        if !onOneLine { breakLine(level) }
        text += "]"
    }

    private mutating func write(_ object: JSONObject, level: Int) {
        text += "{"
        for (index, member) in object.members.enumerated() {
            if index > 0 { text += "," }
            breakLine(level + 1)
            write(member.name)
            text += indents ? ": " : ":"
            write(member.value, level: level + 1)
        }
        if !object.members.isEmpty { breakLine(level) }
        text += "}"
    }

    private mutating func breakLine(_ level: Int) {
        guard indents else { return }
        text += "\n" + String(repeating: "  ", count: level)
    }

    private mutating func write(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension JSONValue {
    fileprivate var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }
}
