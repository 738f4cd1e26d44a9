import Songs
import Tables

@testable import CatalogueImport

/// A table of songs: cut into records however it arrives, recognised, its rows read, their words found.
func judge(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let piece = Int(input.byte() & 63) + 1
    let delimiter: [UInt8] = [0x2C, 0x3B, 0x09]
    let separator = delimiter[Int(input.byte()) % delimiter.count]
    let text = input.rest()
    let whole = rows(text, separator, piece: max(text.count, 3))
    require(rows(text, separator, piece: piece) == whole, "rows depend on how the file arrives")
    guard let header = whole.first?.fields, !header.contains(nil) else { return }
    let names = header.compactMap(\.self)
    guard let format = TrackTableFormat.recognise(names) else { return }
    parse(text, separator, RowParser(format, header: names))
}

/// A row as what can be compared.
private struct Row: Equatable {
    var line: Int
    var fields: [String?]
    var defect: CSVDefect?
}

/// The rows of `text`, which arrives in pieces.
private func rows(_ text: [UInt8], _ separator: UInt8, piece: Int) -> [Row] {
    var reader = reader(text, separator, piece: piece)
    var rows: [Row] = []
    while let row = try? reader.next() {
        switch row {
        case .record(let record):
            require(record.count > 0, "a record without a field")
            rows.append(Row(line: record.line, fields: (0..<record.count).map { record[$0] }))
        case .skipped(let line, let defect): rows.append(Row(line: line, fields: [], defect: defect))
        }
    }
    return rows
}

private func reader(_ text: [UInt8], _ separator: UInt8, piece: Int) -> CSVReader {
    var position = 0
    return CSVReader(delimiter: separator, maximumRecordBytes: 512) {
        defer { position = min(position + piece, text.count) }
        return Array(text[position..<min(position + piece, text.count)])
    }
}

private func parse(_ text: [UInt8], _ separator: UInt8, _ parser: RowParser) {
    var reader = reader(text, separator, piece: 64)
    var record = CSVRecord()
    var draft = TrackDraft(), merged = TrackDraft()
    var extractor = TermExtractor()
    var scratch: [UInt8] = []
    _ = try? reader.read(into: &record)
    while let step = try? reader.read(into: &record) {
        guard case .record = step else { continue }
        guard parser.parse(record, into: &draft, note: { _ in }) == nil else { continue }
        let isText = [draft.title, draft.artists, draft.album, draft.genres, draft.language].allSatisfy {
            String(validating: $0, as: UTF8.self) != nil
        }
        require(isText, "text that is no UTF-8 got in")
        require(draft.spotifyID.isEmpty || draft.spotifyID.count == 22, "an id that is none")
        for (feature, value) in zip(SoundFeature.allCases, draft.sound) {
            require(value.map(feature.range.contains) ?? true, "a sound out of range")
        }
        _ = draft.nameHash(&scratch)
        _ = draft.measuredFeatures
        extractor.extract(title: draft.title, artists: draft.artists, album: draft.album, genres: draft.genres)
        merged.merge(with: draft)
        plant(draft)
    }
}

private func plant(_ draft: TrackDraft) {
    #if PLANTED_BUG
        if draft.label == .energetic, draft.sound[SoundFeature.valence.rawValue] ?? 0 > 0.5 {
            writePastTheEnd(draft.title.count + 1)
        }
    #endif
}
