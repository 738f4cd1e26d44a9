import Songs
import Tables

/// Turns the rows of one table into drafts, by the columns its header names.
struct RowParser {
    let format: TrackTableFormat
    private let columnCount: Int
    private let columns: [(index: Int, column: TrackColumn, name: String)]
    private let artistIDs: Int?

    /// - Parameter header: the names of all columns, of a table in `format`.
    init(_ format: TrackTableFormat, header: [String]) {
        self.format = format
        columnCount = header.count
        var seen: [TrackColumn] = []
        var columns: [(index: Int, column: TrackColumn, name: String)] = []
        for (index, name) in header.enumerated() {
            guard let column = TrackColumn(named: name), !seen.contains(column) else { continue }
            seen.append(column)
            columns.append((index, column, name))
        }
        artistIDs = columns.first { $0.column == .artistIDs }?.index
        self.columns = columns
    }

    /// Reads `record` into `draft`.
    /// - Parameter note: called for each value that was ignored.
    /// - Returns: why the row is no track; nil if it is one.
    func parse(_ record: CSVRecord, into draft: inout TrackDraft, note: (RowDefect) -> Void) -> RowDefect? {
        draft.clear()
        if record.count != columnCount, !hasOnlyEmptyCells(record, from: columnCount) {
            return .cellCount(found: record.count, expected: columnCount)
        }
        for (index, column, name) in columns {
            let defect = record.withBytes(index) { cell -> RowDefect? in
                switch column {
                case .sound(let feature): return sound(cell, feature, name, &draft)
                default: return read(cell, column, name, record, &draft)
                }
            }
            guard let defect = defect.flatMap(\.self) else { continue }
            if defect.skipsRow { return defect }
            note(defect)
        }
        return draft.spotifyID.isEmpty && !draft.isNamed ? .nameless : nil
    }

    private func sound(
        _ cell: UnsafeRawBufferPointer, _ feature: SoundFeature, _ name: String, _ draft: inout TrackDraft
    ) -> RowDefect? {
        guard !cell.isEmpty else { return .empty(name) }
        guard let value = NumberText.double(cell) else { return .notANumber(name) }
        guard feature.range.contains(value) else { return .outOfRange(name) }
        draft.sound[feature.rawValue] = value
        return nil
    }

    private func read(
        _ cell: UnsafeRawBufferPointer, _ column: TrackColumn, _ name: String, _ record: CSVRecord,
        _ draft: inout TrackDraft
    ) -> RowDefect? {
        guard !cell.isEmpty else { return nil }
        switch column {
        case .spotifyID: return spotifyID(cell, &draft)
        case .title: return CellText.append(cell, to: &draft.title) ? nil : .notUTF8
        case .artists: return artists(cell, record, &draft) ? nil : .notUTF8
        case .album: return CellText.append(cell, to: &draft.album) ? nil : .notUTF8
        case .genre:
            let separator: UInt8 = cell.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
            return CellText.append(cell, splitAt: separator, lowerCase: true, to: &draft.genres) ? nil : .notUTF8
        case .language: return CellText.append(cell, to: &draft.language) ? nil : .notUTF8
        case .year:
            draft.year = NumberText.double(cell).flatMap { Int(exactly: $0) }
        case .releaseDate:
            let year = UnsafeRawBufferPointer(rebasing: cell.prefix(4))
            if draft.year == nil { draft.year = NumberText.integer(year) }
        case .duration:
            guard let value = NumberText.double(cell) else { return .notANumber(name) }
            guard (1...86_400_000).contains(value) else { return .outOfRange(name) }
            draft.duration = Int(value.rounded())
        case .popularity:
            guard let value = NumberText.integer(cell) else { return .notANumber(name) }
            guard (0...100).contains(value) else { return .outOfRange(name) }
            draft.popularity = value
        case .explicit: draft.isExplicit = cell.first.map { [UInt8(ascii: "1"), 0x54, 0x74].contains($0) }
        case .label: draft.label = Self.label(cell)
        case .artistIDs, .sound: break
        }
        if let year = draft.year, !(1000...2999).contains(year) { draft.year = nil }
        return nil
    }

    private func artists(_ cell: UnsafeRawBufferPointer, _ record: CSVRecord, _ draft: inout TrackDraft) -> Bool {
        let semicolon = UInt8(ascii: ";"), comma = UInt8(ascii: ",")
        switch format.artistStyle {
        case .single: return CellText.appendName(cell, to: &draft.artists)
        case .pythonList: return CellText.append(pythonList: cell, to: &draft.artists)
        case .semicolons: return CellText.append(cell, splitAt: semicolon, to: &draft.artists)
        case .exportify:
            let ids = artistIDs.flatMap { record.withBytes($0) { $0.reduce(1) { $0 + ($1 == comma ? 1 : 0) } } }
            let separator = !cell.contains(semicolon) && ids ?? 1 > 1 ? comma : semicolon
            return CellText.append(cell, splitAt: separator, to: &draft.artists)
        }
    }

    /// A bare id, a `spotify:track:` URI or a link to the track's page.
    private func spotifyID(_ cell: UnsafeRawBufferPointer, _ draft: inout TrackDraft) -> RowDefect? {
        var start = cell.startIndex
        if let colon = cell.lastIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }) {
            if cell.starts(with: "spotify:episode:".utf8) { return .notATrack }
            // A local file of a Spotify user has no id.
            if cell.starts(with: "spotify:local:".utf8) { return nil }
            start = colon + 1
        }
        let end = cell[start...].firstIndex(of: UInt8(ascii: "?")) ?? cell.endIndex
        let id = cell[start..<end]
        guard id.count == 22, id.allSatisfy({ $0 &- 48 < 10 || ($0 | 0x20) &- 97 < 26 }) else { return .badID }
        draft.spotifyID.append(contentsOf: id)
        return nil
    }

    /// The numbers of the 278k set, or the words; the first letter decides.
    private static func label(_ cell: UnsafeRawBufferPointer) -> SongMood? {
        switch cell.first.map({ $0 | 0x20 }) {
        case UInt8(ascii: "0"), UInt8(ascii: "s"): .sad
        case UInt8(ascii: "1"), UInt8(ascii: "h"): .happy
        case UInt8(ascii: "2"), UInt8(ascii: "e"): .energetic
        case UInt8(ascii: "3"), UInt8(ascii: "c"): .calm
        default: nil
        }
    }

    /// Whether all cells from `index` on are empty: spreadsheets add empty cells at the end of a row, or leave them
    /// out.
    private func hasOnlyEmptyCells(_ record: CSVRecord, from index: Int) -> Bool {
        guard record.count > index else { return false }
        return (index..<record.count).allSatisfy { record.withBytes($0, \.isEmpty) ?? true }
    }
}
