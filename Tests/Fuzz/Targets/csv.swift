import Songs
import Tables

@testable import CatalogueImport

/// A table of songs: its encoding told, cut into records however it arrives, its columns taken for something, its rows
/// read, their words found.
func judge(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let piece = Int(input.byte() & 63) + 1
    let delimiter: [UInt8] = [0x2C, 0x3B, 0x09]
    let choice = input.byte()
    let dialect = Dialect(
        separator: delimiter[Int(choice & 15) % delimiter.count], escapes: choice & 16 != 0,
        expected: choice & 32 != 0 ? 2 : nil)
    let text = input.rest()
    let whole = rows(text, dialect, piece: max(text.count, 3))
    require(rows(text, dialect, piece: piece) == whole, "rows depend on how the file arrives")
    read(text, piece)
}

/// How a file's cells are told apart.
private struct Dialect {
    var separator: UInt8
    var escapes: Bool
    var expected: Int?
}

/// Reads a table as an import does, but for the file.
private func read(_ bytes: [UInt8], _ piece: Int) {
    let marked = TextEncoding(beginning: bytes)
    var survey = EncodingSurvey(), whole = EncodingSurvey()
    for part in pieces(bytes, piece) { survey.add(part) }
    whole.add(bytes)
    require(survey.characters == whole.characters && survey.strays == whole.strays, "UTF-8 depends on the pieces")
    let encoding = marked ?? survey.encoding.encoding
    require(whole.encoding == survey.encoding, "the encoding depends on the pieces")
    let transcoder = Transcoder(from: encoding), other = Transcoder(from: encoding)
    var text = transcoder.utf8(bytes) + transcoder.utf8([])
    let inPieces = pieces(bytes, piece).reduce(into: []) { $0 += other.utf8($1) } + other.utf8([])
    require(text == inPieces, "text depends on how it arrives")
    if encoding != .utf8 {
        require(String(validating: text, as: UTF8.self) != nil, "what was converted is no UTF-8")
    }
    if text.count > 4096 { text.removeSubrange(4096...) }
    var dialect = DialectSurvey()
    dialect.add(text)
    let escapes = dialect.escapesQuotes
    guard let header = TableHeader.find(in: text, isCut: false, escapesWithBackslash: escapes) else { return }
    guard TableHeader.makesTable(header.knownColumns) else {
        require(!HeaderAdvice(header: header).sentence.contains("\n"), "advice of several lines")
        return
    }
    let manner = Dialect(separator: header.delimiter, escapes: escapes, expected: header.names.count)
    var columns = ColumnSurvey(header)
    var records = reader(text, manner, piece: 64)
    var record = CSVRecord()
    for _ in 0..<header.records { _ = try? records.read(into: &record) }
    while let step = try? records.read(into: &record) {
        if case .record = step, record.count == header.names.count { columns.add(record) }
    }
    parse(text, manner, header.records, RowParser(ColumnPlan(header, columns, dialect)))
}

private func pieces(_ bytes: [UInt8], _ piece: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: piece).map { Array(bytes[$0..<min($0 + piece, bytes.count)]) }
}

/// A row as what can be compared.
private struct Row: Equatable {
    var line: Int
    var fields: [String?]
    var hasOpenQuote = false
    var defect: CSVDefect?
}

/// The rows of `text`, which arrives in pieces.
private func rows(_ text: [UInt8], _ dialect: Dialect, piece: Int) -> [Row] {
    var reader = reader(text, dialect, piece: piece)
    var rows: [Row] = []
    while let row = try? reader.next() {
        switch row {
        case .record(let record):
            require(record.count > 0, "a record without a field")
            rows.append(
                Row(line: record.line, fields: (0..<record.count).map { record[$0] }, hasOpenQuote: record.hasOpenQuote)
            )
        case .skipped(let line, let defect): rows.append(Row(line: line, fields: [], defect: defect))
        }
    }
    return rows
}

private func reader(_ text: [UInt8], _ dialect: Dialect, piece: Int) -> CSVReader {
    var position = 0
    var reader = CSVReader(
        delimiter: dialect.separator, escapesWithBackslash: dialect.escapes, maximumRecordBytes: 512
    ) {
        defer { position = min(position + piece, text.count) }
        return Array(text[position..<min(position + piece, text.count)])
    }
    reader.expectedFields = dialect.expected
    return reader
}

private func parse(_ text: [UInt8], _ dialect: Dialect, _ headerRecords: Int, _ parser: RowParser) {
    var reader = reader(text, dialect, piece: 64)
    var record = CSVRecord()
    var notes = RowNotes()
    var draft = TrackDraft(), merged = TrackDraft()
    var extractor = TermExtractor()
    var scratch: [UInt8] = []
    for _ in 0..<headerRecords { _ = try? reader.read(into: &record) }
    while let step = try? reader.read(into: &record) {
        guard case .record = step else { continue }
        guard parser.parse(record, into: &draft, &notes) == nil else { continue }
        let isText = [draft.title, draft.artists, draft.album, draft.genres, draft.language].allSatisfy {
            String(validating: $0, as: UTF8.self) != nil
        }
        require(isText, "text that is no UTF-8 got in")
        require(draft.duration.map((1...86_400_000).contains) ?? true, "a length out of range")
        require(draft.popularity.map((0...100).contains) ?? true, "a popularity out of range")
        require(draft.label.map { MoodLabel(packed: $0.packed) == $0 } ?? true, "a label that is not kept")
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
