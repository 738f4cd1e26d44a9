/// Numbers read from the bytes of a table's cell, without making text of them.
package enum NumberText {
    /// The decimal number that `bytes` spell, with or without exponent, blanks around it; nil for anything else, "nan"
    /// and "inf" included. Right to one unit in the last place.
    package static func double(_ bytes: UnsafeRawBufferPointer) -> Double? {
        var position = 0
        var end = bytes.count
        while position < end, isBlank(bytes[position]) { position += 1 }
        while end > position, isBlank(bytes[end - 1]) { end -= 1 }
        guard position < end else { return nil }
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }

        var digits: UInt64 = 0
        var exponent = 0
        var digitCount = 0
        var sawPoint = false
        scan: while position < end {
            switch bytes[position] {
            case let byte where byte &- 48 <= 9:
                digitCount += 1
                // 18 digits fit into 64 bits and are more than a Double can represent.
                if digits < 100_000_000_000_000_000 {
                    digits = digits &* 10 &+ UInt64(byte &- 48)
                    if sawPoint { exponent -= 1 }
                } else if !sawPoint {
                    exponent += 1
                }
            case UInt8(ascii: ".") where !sawPoint:
                sawPoint = true
            default: break scan
            }
            position += 1
        }
        guard digitCount > 0 else { return nil }
        if position < end {
            guard bytes[position] | 0x20 == UInt8(ascii: "e"),
                let power = integer(UnsafeRawBufferPointer(rebasing: bytes[(position + 1)..<end]))
            else { return nil }
            exponent += min(max(power, -1000), 1000)
        }
        let value = scaled(Double(digits), by: exponent)
        return isNegative ? -value : value
    }

    /// The whole number that `bytes` spell, blanks around it; nil for anything else or more than 18 digits.
    package static func integer(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var position = 0
        var end = bytes.count
        while position < end, isBlank(bytes[position]) { position += 1 }
        while end > position, isBlank(bytes[end - 1]) { end -= 1 }
        guard position < end else { return nil }
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
        guard position < end, end - position <= 18 else { return nil }
        var value = 0
        while position < end {
            let digit = bytes[position] &- 48
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int(digit)
            position += 1
        }
        return isNegative ? -value : value
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static let powers: [Double] = (0...22).map { power in (0..<power).reduce(1) { value, _ in value * 10 } }

    /// `value` times ten to the power of `exponent`. Powers up to 22 are exact.
    private static func scaled(_ value: Double, by exponent: Int) -> Double {
        var value = value
        var left = exponent
        while left < 0, value != 0 {
            let step = min(-left, 22)
            value /= powers[step]
            left += step
        }
        while left > 0, value != 0, value.isFinite {
            let step = min(left, 22)
            value *= powers[step]
            left -= step
        }
        return value
    }
}
