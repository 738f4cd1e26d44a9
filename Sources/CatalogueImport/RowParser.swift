import Songs
import Tables

/// Turns the rows of one table into drafts, by what its columns were taken for.
struct RowParser {
    let plan: ColumnPlan
    private let artistIDs: Int?
    private let moods: MoodCells
    private let valence: ColumnScale?
    private let arousal: ColumnScale?

    init(_ plan: ColumnPlan) {
        self.plan = plan
        artistIDs = plan.columns.first { $0.column == .artistIDs }?.index
        moods = MoodCells(plan.columns.first { $0.column == .label }?.scale ?? .text)
        valence = plan.columns.first { $0.column == .moodValence }?.scale
        arousal = plan.columns.first { $0.column == .moodArousal }?.scale
    }

    /// Reads `record` into `draft`.
    /// - Parameter notes: what was ignored is counted there.
    /// - Returns: why the row is no track; nil if it is one.
    func parse(_ record: CSVRecord, into draft: inout TrackDraft, _ notes: inout RowNotes) -> RowDefect? {
        draft.clear()
        let columnCount = plan.names.count
        // The last row of a file that was cut off ends early.
        let isCut = record.hasOpenQuote && record.count < columnCount
        if record.count != columnCount, !isCut, !hasOnlyEmptyCells(record, from: columnCount) {
            return .cellCount(expected: columnCount)
        }
        if record.hasOpenQuote { notes.note(.openQuote, line: record.line) }
        var judged = Judgement()
        let skipped = record.withFields { bytes, fields -> RowDefect? in
            for place in plan.columns.indices {
                let column = plan.columns[place]
                guard column.index < fields.count else { continue }
                let cell = UnsafeRawBufferPointer(rebasing: bytes[fields[column.index]])
                let defect: RowDefect?
                switch column.column {
                case .sound(let feature): defect = sound(cell, feature, column, &draft)
                case .artists:
                    if CellText.isMissingName(cell) { continue }
                    let ids = artistIDs.flatMap { index in
                        index < fields.count ? UnsafeRawBufferPointer(rebasing: bytes[fields[index]]) : nil
                    }
                    defect = plan.artists.append(cell, ids: ids, to: &draft.artists) ? nil : .notUTF8
                case .label: defect = label(cell, &draft, &notes)
                case .moodValence: defect = judgement(cell, column, &judged.valence)
                case .moodArousal: defect = judgement(cell, column, &judged.arousal)
                default: defect = read(cell, column, &draft)
                }
                guard let defect else { continue }
                if defect.skipsRow { return defect }
                notes.note(defect, line: record.line)
            }
            return nil
        }
        if let skipped { return skipped }
        if draft.label == nil { draft.label = judged.label(valence, arousal) }
        return draft.spotifyID.isEmpty && !draft.isNamed ? .nameless : nil
    }

    private func sound(
        _ cell: UnsafeRawBufferPointer, _ feature: SoundFeature, _ column: ColumnPlan.Column, _ draft: inout TrackDraft
    ) -> RowDefect? {
        guard !cell.isEmpty else { return .empty(plan.names[column.index]) }
        guard let read = CellNumber.read(cell, comma: plan.comma) else { return noNumber(cell, column) }
        // A cell's own percent sign says more than its column.
        let value = read.number * (read.unit == .percent ? 0.01 : column.scale.factor)
        guard feature.range.contains(value) else { return .outOfRange(plan.names[column.index]) }
        draft.sound[feature.rawValue] = value
        return nil
    }

    private func noNumber(_ cell: UnsafeRawBufferPointer, _ column: ColumnPlan.Column) -> RowDefect {
        let name = plan.names[column.index]
        return CellText.isMissing(cell) ? .empty(name) : .notANumber(name)
    }

    private func read(
        _ cell: UnsafeRawBufferPointer, _ column: ColumnPlan.Column, _ draft: inout TrackDraft
    ) -> RowDefect? {
        guard !cell.isEmpty else { return nil }
        switch column.column {
        case .spotifyID: return spotifyID(cell, &draft)
        case .title: return name(cell, &draft.title)
        case .album: return name(cell, &draft.album)
        case .genre: return genres(cell, &draft) ? nil : .notUTF8
        case .language:
            return CellText.isMissing(cell) || CellText.append(cell, to: &draft.language) ? nil : .notUTF8
        case .year, .releaseDate:
            if column.column == .year || draft.year == nil { draft.year = YearText.year(cell) ?? draft.year }
        case .duration: return duration(cell, column, &draft)
        case .popularity: return popularity(cell, column, &draft)
        case .explicit:
            draft.isExplicit = TruthWord.isExplicit(cell)
            if draft.isExplicit == nil, !CellText.isMissing(cell) { return .notYesOrNo(plan.names[column.index]) }
        case .artists, .artistIDs, .label, .labelIfWords, .moodValence, .moodArousal, .sound: break
        }
        return nil
    }

    private func name(_ cell: UnsafeRawBufferPointer, _ text: inout [UInt8]) -> RowDefect? {
        CellText.isMissingName(cell) || CellText.append(cell, to: &text) ? nil : .notUTF8
    }

    private func genres(_ cell: UnsafeRawBufferPointer, _ draft: inout TrackDraft) -> Bool {
        if CellText.isMissing(cell) { return true }
        if cell.first == UInt8(ascii: "[") {
            guard cell.count > 2, CellText.append(pythonList: cell, to: &draft.genres) else { return cell.count <= 2 }
            CellText.lowerCase(&draft.genres)
            return true
        }
        let separator: UInt8 = cell.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
        return CellText.append(cell, splitAt: separator, lowerCase: true, to: &draft.genres)
    }

    private func duration(
        _ cell: UnsafeRawBufferPointer, _ column: ColumnPlan.Column, _ draft: inout TrackDraft
    ) -> RowDefect? {
        let milliseconds: Double
        if let read = CellNumber.read(cell, comma: plan.comma) {
            switch read.unit {
            case .milliseconds: milliseconds = read.number
            case .seconds: milliseconds = read.number * 1000
            case .minutes: milliseconds = read.number * 60_000
            case .percent, .other: return .notANumber(plan.names[column.index])
            case nil: milliseconds = read.number * column.scale.factor
            }
        } else if let time = LooseNumber.time(cell) {
            milliseconds = time
        } else {
            let defect = noNumber(cell, column)
            // As for all values but sounds, an empty one is nothing to report.
            if case .empty = defect { return nil }
            return defect
        }
        guard (1...86_400_000).contains(milliseconds) else { return .outOfRange(plan.names[column.index]) }
        draft.duration = Int(milliseconds.rounded())
        return nil
    }

    private func popularity(
        _ cell: UnsafeRawBufferPointer, _ column: ColumnPlan.Column, _ draft: inout TrackDraft
    ) -> RowDefect? {
        guard let read = CellNumber.read(cell, comma: plan.comma) else {
            return CellText.isMissing(cell) ? nil : .notANumber(plan.names[column.index])
        }
        let value = (read.number * column.scale.factor).rounded()
        guard (0...100).contains(value) else { return .outOfRange(plan.names[column.index]) }
        draft.popularity = Int(value)
        return nil
    }

    private func label(
        _ cell: UnsafeRawBufferPointer, _ draft: inout TrackDraft, _ notes: inout RowNotes
    ) -> RowDefect? {
        guard let reading = moods.read(cell) else { return nil }
        draft.label = reading.label
        if !reading.unknown.isEmpty { notes.noteUnknown(reading.unknown) }
        return nil
    }

    private func judgement(
        _ cell: UnsafeRawBufferPointer, _ column: ColumnPlan.Column, _ value: inout Double?
    ) -> RowDefect? {
        guard !cell.isEmpty else { return nil }
        guard let read = CellNumber.read(cell, comma: plan.comma) else {
            return CellText.isMissing(cell) ? nil : .notANumber(plan.names[column.index])
        }
        value = read.number
        return nil
    }

    private func spotifyID(_ cell: UnsafeRawBufferPointer, _ draft: inout TrackDraft) -> RowDefect? {
        if let range = SpotifyID.range(in: cell) {
            draft.spotifyID.append(contentsOf: cell[range])
            return nil
        }
        if cell.starts(with: "spotify:episode:".utf8) { return .notATrack }
        // A local file of a Spotify user has no id.
        if cell.starts(with: "spotify:local:".utf8) || CellText.isMissing(cell) { return nil }
        return .badID
    }

    /// Whether all cells from `index` on are empty: spreadsheets add empty cells at the end of a row, or leave them
    /// out.
    private func hasOnlyEmptyCells(_ record: CSVRecord, from index: Int) -> Bool {
        guard record.count > index else { return false }
        return (index..<record.count).allSatisfy { record.withBytes($0, \.isEmpty) ?? true }
    }
}

/// How pleasant and how active a row says its song feels.
private struct Judgement {
    var valence: Double?
    var arousal: Double?

    func label(_ valenceScale: ColumnScale?, _ arousalScale: ColumnScale?) -> MoodLabel? {
        guard let valence, let arousal, case .span(let low, let high) = valenceScale,
            case .span(let least, let most) = arousalScale
        else { return nil }
        return MoodLabel(valence: (valence - low) / (high - low), arousal: (arousal - least) / (most - least))
    }
}

/// Years in cells: `1999`, `1999.0`, or four digits of a date in whatever order.
enum YearText {
    static func year(_ cell: UnsafeRawBufferPointer) -> Int? {
        var value = 0, digits = 0
        for position in 0...cell.count {
            let digit = position < cell.count ? cell[position] &- 48 : 255
            if digit <= 9 {
                digits += 1
                if digits <= 4 { value = value * 10 + Int(digit) }
                continue
            }
            if digits == 4, (1000...2999).contains(value) { return value }
            (value, digits) = (0, 0)
        }
        return nil
    }
}
