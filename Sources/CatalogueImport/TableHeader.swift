import Tables

/// The line that names a table's columns, found among the first ones of a file.
struct TableHeader: Hashable {
    /// Of all columns; without blanks around them.
    var names: [String]
    var delimiter: UInt8
    /// Records up to this line, itself included: those before it are a title or say which separator is used.
    var records: Int
    /// Counted from 1.
    var line: Int
    /// Whether numbers have decimal commas.
    var comma = LooseNumber.Comma.thousands

    /// A title and a few lines of who made the table when.
    private static let linesLookedAt = 12
    /// From how many rows it is told what a comma in a number is.
    private static let rowsLookedAt = 500

    private static let delimiters = [",", ";", "\t", "|"].map { UInt8($0.utf8.first ?? 0x2C) }

    /// Looks for the header in a file's first bytes, in UTF-8.
    /// - Parameter isCut: whether the file goes on behind them.
    /// - Returns: nil where there is no record at all. A header that makes no table of songs is returned as well.
    static func find(in head: [UInt8], isCut: Bool, escapesWithBackslash: Bool) -> TableHeader? {
        let stated = statedDelimiter(head)
        var best: (header: TableHeader, known: Int)?
        var fallback: TableHeader?
        for delimiter in stated.map({ [$0] }) ?? delimiters where delimiter == delimiters[0] || head.contains(delimiter)
        {
            let records = records(head, isCut, delimiter, escapesWithBackslash, limit: linesLookedAt)
            for (index, record) in records.enumerated().dropFirst(stated == nil ? 0 : 1) {
                let header = TableHeader(
                    names: names(record), delimiter: delimiter, records: index + 1, line: record.line)
                let known = header.knownColumns
                if Self.makesTable(known), known.count > best?.known ?? 0 { best = (header, known.count) }
                // For the message, should there be no table: the first line of several cells.
                let isWider = header.names.count > fallback?.names.count ?? 0
                if isWider, index < 3 || fallback == nil { fallback = header }
            }
        }
        guard var header = best?.header ?? fallback else { return nil }
        if best != nil { header.comma = comma(head, isCut, header, escapesWithBackslash) }
        return header
    }

    /// What the columns say, each once.
    var knownColumns: Set<TrackColumn> {
        Set(names.prefix(Self.columnsLookedAt).compactMap { KnownColumn(named: $0)?.column })
    }

    /// A line of a million commas is no header.
    static let columnsLookedAt = 2000

    /// A table of songs has artist and title, or Spotify's ids.
    static func makesTable(_ columns: Set<TrackColumn>) -> Bool {
        columns.contains(.spotifyID) || columns.isSuperset(of: [.artists, .title])
    }

    // MARK: Reading

    /// The separator that a first line `sep=;` states, as spreadsheets write it.
    private static func statedDelimiter(_ head: [UInt8]) -> UInt8? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = head.starts(with: mark) ? head.dropFirst(mark.count) : head[...]
        let line = start.drop { $0 == CSVLine.lineFeed || $0 == CSVLine.carriageReturn }.prefix {
            $0 != CSVLine.lineFeed && $0 != CSVLine.carriageReturn
        }
        let text = line.filter { $0 != UInt8(ascii: "\"") }
        guard text.count == 5, String(decoding: text.prefix(4), as: UTF8.self).lowercased() == "sep=",
            let delimiter = text.last, delimiter < 0x80
        else { return nil }
        return delimiter
    }

    private enum CSVLine {
        static let lineFeed = UInt8(ascii: "\n")
        static let carriageReturn = UInt8(ascii: "\r")
    }

    private static func records(
        _ head: [UInt8], _ isCut: Bool, _ delimiter: UInt8, _ escapes: Bool, limit: Int
    ) -> [CSVRecord] {
        var reader = CSVReader(head, delimiter: delimiter, escapesWithBackslash: escapes)
        var records: [CSVRecord] = []
        // Memory throws nothing.
        while records.count <= limit, let row = try? reader.next() {
            if case .record(let record) = row { records.append(record) } else { break }
        }
        // The last one of a piece may be cut.
        if isCut, records.count <= limit, records.count > 1 { records.removeLast() }
        return Array(records.prefix(limit))
    }

    private static func names(_ record: CSVRecord) -> [String] {
        (0..<record.count).map { index in
            var text: [UInt8] = []
            let isText = record.withBytes(index) { CellText.append($0, to: &text) } ?? false
            return isText ? String(decoding: text, as: UTF8.self) : "\u{FFFD}"
        }
    }

    /// Tells from the first rows what a comma in a number is.
    private static func comma(
        _ head: [UInt8], _ isCut: Bool, _ header: TableHeader, _ escapes: Bool
    ) -> LooseNumber.Comma {
        let numeric = header.names.indices.prefix(columnsLookedAt).compactMap { index -> (index: Int, isSound: Bool)? in
            guard let column = KnownColumn(named: header.names[index])?.column, column.isNumeric else { return nil }
            if case .sound = column { return (index, true) }
            return (index, false)
        }
        if numeric.isEmpty { return .thousands }
        let rows = records(head, isCut, header.delimiter, escapes, limit: rowsLookedAt)
        for row in rows.dropFirst(header.records) where row.count == header.names.count {
            for (index, isSound) in numeric {
                switch row.withBytes(index, LooseNumber.commas) ?? nil {
                case .decimal: return .decimal
                // No sound is measured in thousands.
                case .either where isSound: return .decimal
                default: continue
                }
            }
        }
        return .thousands
    }
}
