import Songs

/// The artists of a cell, in whatever way it lists several.
struct ArtistNames {
    /// Whether names joined by commas have a backslash before those of their own.
    var escapesCommas = false
    /// Names with commas by the hash of their artist's id.
    var known: [UInt64: [UInt8]] = [:]

    private static let comma = UInt8(ascii: ","), semicolon = UInt8(ascii: ";"), backslash = UInt8(ascii: "\\")

    static func hash(_ id: some Collection<UInt8>) -> UInt64 {
        let trimmed = id.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }
        return XXHash64.hash(Array(trimmed))
    }

    /// Appends the names of a cell: `['A', "B's"]`, `A;B`, `A, B` where the ids in another cell or backslashes say that
    /// commas are between names, or one name.
    /// - Returns: false if they are not UTF-8.
    func append(
        _ cell: UnsafeRawBufferPointer, ids: UnsafeRawBufferPointer?, to names: inout [UInt8]
    ) -> Bool {
        if cell.first == UInt8(ascii: "["), cell.last == UInt8(ascii: "]"), cell.count > 2 {
            let quote = cell[1]
            if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
                return CellText.append(pythonList: cell, to: &names)
            }
        }
        if cell.contains(Self.semicolon) { return CellText.append(cell, splitAt: Self.semicolon, to: &names) }
        guard escapesCommas || ids != nil, cell.contains(Self.comma) else {
            return CellText.appendName(cell, to: &names)
        }
        if escapesCommas { return appendEscaped(cell, to: &names) }
        var hashes: [UInt64] = []
        if let ids {
            for id in ids.split(separator: Self.comma) where id.contains(where: { $0 > 0x20 }) {
                hashes.append(Self.hash(id))
            }
        }
        guard hashes.count > 1 else { return CellText.appendName(cell, to: &names) }
        return parts(cell, hashes).allSatisfy { part in part.withUnsafeBytes { CellText.appendName($0, to: &names) } }
    }

    /// Splits at commas without a backslash before them.
    private func appendEscaped(_ cell: UnsafeRawBufferPointer, to names: inout [UInt8]) -> Bool {
        var name: [UInt8] = []
        var isEscaped = false
        for byte in cell {
            if byte == Self.comma, !isEscaped {
                guard name.withUnsafeBytes({ CellText.appendName($0, to: &names) }) else { return false }
                name.removeAll(keepingCapacity: true)
                continue
            }
            if isEscaped, byte != Self.comma { name.append(Self.backslash) }
            isEscaped = byte == Self.backslash && !isEscaped
            if !isEscaped { name.append(byte) }
        }
        return name.withUnsafeBytes { CellText.appendName($0, to: &names) }
    }

    /// As many names as there are ids. Where there are more commas than that, names known by their id are taken first,
    /// and what reads like the end of a name stays with it.
    private func parts(_ cell: UnsafeRawBufferPointer, _ ids: [UInt64]) -> [[UInt8]] {
        var pieces = cell.split(separator: Self.comma, omittingEmptySubsequences: false).map(Array.init)
        var names: [[UInt8]] = []
        for (index, id) in ids.enumerated() {
            let left = ids.count - index
            if left == 1 || pieces.count <= left {
                break
            }
            if let name = known[id] {
                let length = name.split(separator: Self.comma, omittingEmptySubsequences: false).count
                if length <= pieces.count - left + 1, Self.same(joined(pieces[..<length]), name) {
                    names.append(joined(pieces[..<length]))
                    pieces.removeFirst(length)
                    continue
                }
            }
            names.append(pieces.removeFirst())
            // One piece is left for each id that follows.
            while pieces.count > left - 1, let next = pieces.first, Self.endsAName(next) {
                names[names.count - 1] += [Self.comma] + pieces.removeFirst()
            }
        }
        let left = ids.count - names.count
        guard left > 0 else { return names }
        // What is still too much belongs to the last name.
        if pieces.count > left {
            names += pieces[..<(left - 1)]
            names.append(joined(pieces[(left - 1)...]))
        } else {
            names += pieces
        }
        return names
    }

    private func joined(_ pieces: ArraySlice<[UInt8]>) -> [UInt8] { Array(pieces.joined(separator: [Self.comma])) }

    private static func same(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.filter { $0 > 0x20 } == other.filter { $0 > 0x20 }
    }

    /// Whether the piece reads like what stands behind a name's comma: "The Creator", "Jr.", "Wind & Fire", "of Sweden".
    private static func endsAName(_ piece: [UInt8]) -> Bool {
        let text = piece.drop { $0 <= 0x20 }
        guard let first = text.first else { return true }
        if first &- 97 < 26 || first == UInt8(ascii: "&") { return true }
        return ["The ", "Jr", "Sr", "III", "Wind &", "Inc", "Ltd"].contains { text.starts(with: $0.utf8) }
    }
}
