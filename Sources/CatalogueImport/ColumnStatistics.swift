import Tables

/// What the numbers of a whole column look like: how many lie in which range.
struct ColumnStatistics: Hashable {
    /// Ranges that scales are told apart by.
    enum Band: Int, CaseIterable {
        case belowMinusHundred, negative, minusFraction, zero, fraction, one, upToTen, underThirty, upToHundred
        case upToThreeHundred, underTenThousand, large

        @inline(__always)
        static func of(_ number: Double) -> Band {
            if number > 0, number < 1 { return .fraction }
            if number > 100 {
                return number <= 300 ? .upToThreeHundred : number < 10_000 ? .underTenThousand : .large
            }
            if number > 1 { return number <= 10 ? .upToTen : number < 30 ? .underThirty : .upToHundred }
            if number == 0 { return .zero }
            if number == 1 { return .one }
            return number >= -1 ? .minusFraction : number >= -100 ? .negative : .belowMinusHundred
        }
    }

    /// How many numbers lie in each band: in place, because this is counted up for every cell of a file.
    private var bands = SIMD16<UInt32>.zero
    /// Cells that hold anything.
    private(set) var filled = 0
    /// Minutes and seconds with a colon.
    private(set) var times = 0
    /// Numbers with a percent sign.
    private(set) var percentSigns = 0
    /// Filled cells that are neither number nor time.
    private(set) var others = 0
    private(set) var smallest = Double.infinity
    private(set) var largest = -Double.infinity

    subscript(band: Band) -> Int { Int(bands[band.rawValue]) }

    /// How many numbers lie in these bands.
    func count(from first: Band, to last: Band) -> Int {
        (first.rawValue...last.rawValue).reduce(0) { $0 + Int(bands[$1]) }
    }

    /// All numbers.
    var numbers: Int { count(from: .belowMinusHundred, to: .large) }

    /// Counts one cell.
    /// - Parameter isShare: whether the column may hold numbers from 0 to 1, which are then counted without being
    ///   read: nine of ten cells of the large tables are such numbers.
    mutating func add(_ cell: UnsafeRawBufferPointer, comma: LooseNumber.Comma, isShare: Bool) {
        let count = cell.count
        if isShare, count > 2, cell[0] == UInt8(ascii: "0"), cell[1] == UInt8(ascii: "."), cell[2] &- 49 < 9,
            cell[count - 1] &- 48 < 10, count < 8 || !Self.hasExponent(cell)
        {
            filled += 1
            mark(.fraction)
            return
        }
        if comma == .thousands, let whole = Self.wholePart(cell) {
            filled += 1
            mark(Band.of(whole))
            smallest = min(smallest, whole)
            largest = max(largest, whole)
            return
        }
        if cell.isEmpty { return }
        if let number = CellNumber.read(cell, comma: comma) {
            filled += 1
            if number.unit == .percent { percentSigns += 1 }
            mark(Band.of(number.number))
            smallest = min(smallest, number.number)
            largest = max(largest, number.number)
        } else if LooseNumber.time(cell) != nil {
            filled += 1
            times += 1
        } else if !CellText.isMissing(cell) {
            filled += 1
            others += 1
        }
    }

    @inline(__always)
    private mutating func mark(_ band: Band) { bands[band.rawValue] &+= 1 }

    /// About the number, where its digits before the point say enough: of `-5.884`, `148.123`, `195000.0`. Nil for
    /// numbers between -2 and 2 and for all other text.
    @inline(__always)
    private static func wholePart(_ cell: UnsafeRawBufferPointer) -> Double? {
        let count = cell.count
        var position = count > 0 && cell[0] == UInt8(ascii: "-") ? 1 : 0
        let isNegative = position == 1
        var whole = 0, digits = 0
        while position < count, cell[position] &- 48 <= 9 {
            whole = whole * 10 + Int(cell[position] &- 48)
            digits += 1
            position += 1
            if digits > 9 { return nil }
        }
        guard digits > 0, whole > 1 else { return nil }
        var hasFraction = false
        if position < count {
            guard cell[position] == UInt8(ascii: ".") else { return nil }
            position += 1
            while position < count {
                let digit = cell[position] &- 48
                guard digit <= 9 else { return nil }
                if digit > 0 { hasFraction = true }
                position += 1
            }
        }
        // Half is as good as what stands there: bands have whole ends.
        let value = Double(whole) + (hasFraction ? 0.5 : 0)
        return isNegative ? -value : value
    }

    /// Whether the number has an exponent, which may make it large.
    private static func hasExponent(_ cell: UnsafeRawBufferPointer) -> Bool {
        cell.contains { $0 | 0x20 == UInt8(ascii: "e") }
    }
}

/// Numbers in cells.
enum CellNumber {
    /// The cell's number and its unit.
    @inline(__always)
    static func read(_ cell: UnsafeRawBufferPointer, comma: LooseNumber.Comma) -> LooseNumber.Value? {
        // With decimal commas a point may stand between thousands.
        if comma == .thousands || !cell.contains(UInt8(ascii: ".")), let number = NumberText.double(cell) {
            return LooseNumber.Value(number: number, unit: nil)
        }
        return LooseNumber.value(cell, comma: comma)
    }
}
