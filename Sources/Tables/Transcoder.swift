import Glibc

/// Turns a text that arrives in pieces into UTF-8. What is no character of its encoding becomes U+FFFD.
package final class Transcoder {
    private let encoding: TextEncoding
    private let table: [UInt16]?
    private let converter: iconv_t?
    /// The beginning of a character whose rest is in the next piece.
    private var pending: [UInt8] = []
    /// The first half of a surrogate pair.
    private var highSurrogate: UInt16?
    private var isAtStart = true

    package init(from encoding: TextEncoding) {
        self.encoding = encoding
        table = encoding.upperHalf
        converter = encoding.iconvName.flatMap { name in
            let opened = iconv_open("UTF-8", name)
            return opened == iconv_t(bitPattern: -1) ? nil : opened
        }
    }

    deinit {
        if let converter { iconv_close(converter) }
    }

    /// Whether this machine can turn the encoding into UTF-8: those of two bytes a character need its own tables.
    package var isUsable: Bool { encoding.iconvName == nil || converter != nil }

    /// The next piece as UTF-8. An empty one is the end of the text, and gives what is left.
    package func utf8(_ piece: [UInt8]) -> [UInt8] {
        switch encoding {
        case .utf8: return piece
        case .utf16LittleEndian, .utf16BigEndian: return fromUTF16(piece)
        default:
            if let table { return Self.fromTable(piece, table) }
            return converter == nil ? piece : fromTwoBytes(piece)
        }
    }

    private static func fromTable(_ piece: [UInt8], _ table: [UInt16]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(piece.count + piece.count / 4)
        for byte in piece {
            if byte < 0x80 {
                text.append(byte)
            } else {
                let character = table[Int(byte) - 0x80]
                append(UInt32(character == 0 ? 0xFFFD : character), to: &text)
            }
        }
        return text
    }

    private func fromUTF16(_ piece: [UInt8]) -> [UInt8] {
        let bytes = pending + piece
        pending = []
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var position = 0
        while position + 1 < bytes.count {
            let low = encoding == .utf16LittleEndian ? bytes[position] : bytes[position + 1]
            let high = encoding == .utf16LittleEndian ? bytes[position + 1] : bytes[position]
            position += 2
            let unit = UInt16(high) << 8 | UInt16(low)
            if isAtStart {
                isAtStart = false
                if unit == 0xFEFF { continue }
            }
            switch unit {
            case 0xD800...0xDBFF:
                if highSurrogate != nil { Self.append(0xFFFD, to: &text) }
                highSurrogate = unit
            case 0xDC00...0xDFFF:
                if let first = highSurrogate {
                    Self.append(0x10000 + UInt32(first - 0xD800) << 10 + UInt32(unit - 0xDC00), to: &text)
                } else {
                    Self.append(0xFFFD, to: &text)
                }
                highSurrogate = nil
            default:
                if highSurrogate != nil { Self.append(0xFFFD, to: &text) }
                highSurrogate = nil
                Self.append(UInt32(unit), to: &text)
            }
        }
        if piece.isEmpty {
            if position < bytes.count || highSurrogate != nil { Self.append(0xFFFD, to: &text) }
            highSurrogate = nil
        } else if position < bytes.count {
            pending = [bytes[position]]
        }
        return text
    }

    private func fromTwoBytes(_ piece: [UInt8]) -> [UInt8] {
        guard let converter else { return piece }
        var source = (pending + piece).map { CChar(bitPattern: $0) }
        pending = []
        // Nothing becomes longer than three bytes for one.
        var target = [CChar](repeating: 0, count: source.count * 3 + 8)
        let room = target.count
        let written = source.withUnsafeMutableBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target -> Int in
                var from = source.baseAddress, to = target.baseAddress
                var left = source.count, space = room
                while left > 0, iconv(converter, &from, &left, &to, &space) == -1 {
                    if errno == EINVAL, !piece.isEmpty {
                        pending = source.suffix(left).map { UInt8(bitPattern: $0) }
                        break
                    }
                    guard errno == EILSEQ || errno == EINVAL, space >= 3 else { break }
                    for byte in [0xEF, 0xBF, 0xBD] as [UInt8] {
                        to?.pointee = CChar(bitPattern: byte)
                        to = to?.advanced(by: 1)
                    }
                    space -= 3
                    from = from?.advanced(by: 1)
                    left -= 1
                }
                return room - space
            }
        }
        return target[..<written].map { UInt8(bitPattern: $0) }
    }

    private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(scalar) else {
            text.append(contentsOf: [0xEF, 0xBF, 0xBD])
            return
        }
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
