/// Numbers as people and spreadsheets write them: decimal commas, thousands points, a unit behind them.
package enum LooseNumber {
    /// What a comma between digits is.
    package enum Comma: Sendable {
        /// Before thousandths: `0,751`. A point is between thousands then.
        case decimal
        /// Between thousands: `211,160`.
        case thousands
    }

    /// The unit that a cell itself names.
    package enum Unit: Sendable, Equatable {
        case percent, milliseconds, seconds, minutes, other
    }

    /// A value, and the unit behind it, nil where there is none.
    package struct Value: Sendable, Equatable {
        package var number: Double
        package var unit: Unit?

        package init(number: Double, unit: Unit? = nil) {
            self.number = number
            self.unit = unit
        }
    }

    /// The number that `bytes` spell, with blanks around it and one unit behind it; nil for anything else.
    package static func value(_ bytes: UnsafeRawBufferPointer, comma: Comma) -> Value? {
        if let plain = NumberText.double(bytes), comma == .thousands { return Value(number: plain) }
        // No number is that long, and what is looked at below is copied.
        guard bytes.count <= 64 else { return nil }
        var digits: [UInt8] = []
        var position = 0
        while position < bytes.count, isBlank(bytes, position) > 0 { position += isBlank(bytes, position) }
        if matches(bytes, position, [0xE2, 0x88, 0x92]) {
            // A true minus sign.
            digits.append(UInt8(ascii: "-"))
            position += 3
        }
        let start = position
        while position < bytes.count, isPart(bytes[position], after: position == start ? nil : bytes[position - 1]) {
            position += 1
        }
        // A sentence's point, or an exponent that is the beginning of a unit.
        let spelled = Array(bytes[start..<position])
        guard let number = plain(spelled, comma: comma) else { return nil }
        digits += number
        guard let value = digits.withUnsafeBytes({ NumberText.double($0) }) else { return nil }
        guard let unit = unit(bytes, from: position) else { return nil }
        return Value(number: value, unit: unit)
    }

    /// Minutes and seconds (`3:21`, `1:02:03`, `3:21.5`) in milliseconds; nil for anything else.
    package static func time(_ bytes: UnsafeRawBufferPointer) -> Double? {
        guard bytes.count <= 32, bytes.contains(UInt8(ascii: ":")) else { return nil }
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        var seconds = 0.0
        for (index, part) in parts.enumerated() {
            guard let value = NumberText.double(UnsafeRawBufferPointer(rebasing: part)), value >= 0,
                index == 0 || value < 60
            else { return nil }
            seconds = seconds * 60 + value
        }
        return seconds * 1000
    }

    /// How a cell with a comma or more in it can be read.
    package enum CommaUse: Sendable {
        /// Only as a decimal comma: not three digits behind it, or a zero before it.
        case decimal
        /// As either.
        case either
    }

    /// What the cell's commas can be; nil where it has none between digits.
    package static func commas(_ bytes: UnsafeRawBufferPointer) -> CommaUse? {
        guard bytes.count <= 64, let comma = bytes.firstIndex(of: UInt8(ascii: ",")) else { return nil }
        let before = bytes[..<comma].reversed().prefix { isDigit($0) }.count
        let after = bytes[(comma + 1)...].prefix { isDigit($0) }
        guard before > 0 || after.count > 0 else { return nil }
        let leadsWithZero = before == 1 && bytes[comma - 1] == UInt8(ascii: "0")
        return after.count == 3 && (1...3).contains(before) && !leadsWithZero ? .either : .decimal
    }

    // MARK: Parts

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 <= 9 }

    /// How many bytes of blank are at `position`: a space, a tab, or a space that does not break.
    private static func isBlank(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Int {
        if bytes[position] == 0x20 || bytes[position] == 0x09 { return 1 }
        if matches(bytes, position, [0xC2, 0xA0]) { return 2 }
        return matches(bytes, position, [0xE2, 0x80, 0xAF]) ? 3 : 0
    }

    private static func matches(_ bytes: UnsafeRawBufferPointer, _ position: Int, _ pattern: [UInt8]) -> Bool {
        position + pattern.count <= bytes.count && bytes[position..<(position + pattern.count)].elementsEqual(pattern)
    }

    private static func isPart(_ byte: UInt8, after last: UInt8?) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'"): true
        case UInt8(ascii: "-"), UInt8(ascii: "+"): last == nil || last.map { $0 | 0x20 } == UInt8(ascii: "e")
        case UInt8(ascii: "e"), UInt8(ascii: "E"): last.map(isDigit) ?? false
        default: isDigit(byte)
        }
    }

    /// The number with a decimal point and without separators of thousands.
    private static func plain(_ spelled: [UInt8], comma: Comma) -> [UInt8]? {
        let point = UInt8(ascii: "."), sign = UInt8(ascii: ",")
        let points = spelled.filter { $0 == point }.count, commas = spelled.filter { $0 == sign }.count
        var decimal: UInt8?
        switch (points, commas) {
        case (0, 0): break
        case (1, 0): decimal = comma == .decimal && isThousands(spelled, point) ? nil : point
        case (0, 1): decimal = comma == .thousands && isThousands(spelled, sign) ? nil : sign
        // Of two kinds the last one is the decimal sign, and there is one of it.
        case (1..., 1...):
            decimal = spelled.last { $0 == point || $0 == sign }
            if spelled.filter({ $0 == decimal }).count > 1 { return nil }
        default:
            // Several of one kind are between thousands.
            guard isThousands(spelled, points > 0 ? point : sign) else { return nil }
        }
        return spelled.compactMap { byte in
            if byte == decimal { return point }
            return byte == point || byte == sign || byte == UInt8(ascii: "'") ? nil : byte
        }
    }

    /// Whether each separator has three digits behind it and the first one to three before it.
    private static func isThousands(_ spelled: [UInt8], _ separator: UInt8) -> Bool {
        let unsigned = spelled.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        let groups = unsigned.split(separator: separator, omittingEmptySubsequences: false)
        guard let first = groups.first, (1...3).contains(first.count), first.first != UInt8(ascii: "0") else {
            return false
        }
        return groups.allSatisfy { $0.allSatisfy(isDigit) } && groups.dropFirst().allSatisfy { $0.count == 3 }
    }

    /// What stands behind a number; nil, and so no number, if it is none of the known units. The outer nil says so.
    private static func unit(_ bytes: UnsafeRawBufferPointer, from position: Int) -> Unit?? {
        let rest = bytes[position...].filter { $0 > 0x20 && $0 != 0xC2 && $0 != 0xA0 }
        if rest.isEmpty { return .some(nil) }
        guard rest.count <= 8 else { return nil }
        let unit: Unit
        switch String(decoding: rest, as: UTF8.self).lowercased() {
        case "%": unit = .percent
        case "ms", "msec": unit = .milliseconds
        case "s", "sec", "secs", "seconds": unit = .seconds
        case "m", "min", "mins", "minutes": unit = .minutes
        case "db", "dbfs", "lufs", "bpm": unit = .other
        default: return nil
        }
        return .some(unit)
    }
}
