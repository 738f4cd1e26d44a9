import Songs
import Tables

/// Looks at whole columns before a table is read: what scale their numbers have, whether they hold ids or mood words.
struct ColumnSurvey {
    /// A column whose name is known, and what its cells look like.
    struct Column {
        var index: Int
        var name: String
        var known: KnownColumn
        var statistics = ColumnStatistics()
        /// Cells that are Spotify ids, counted no further than to `idCells`.
        var ids = 0
        /// Cells with a mood that is known, and those with none, of the first ones.
        var moodCells = 0
        var otherCells = 0
        /// Cells that are one of the numbers 0 to 4.
        var smallNumbers = 0
        var largestSmallNumber = 0
        fileprivate let kind: Kind
    }

    fileprivate enum Kind { case share, number, id, words, other }

    private(set) var columns: [Column] = []
    /// Artists by the hash of their id, where their names have commas: told from rows with one artist.
    private(set) var artistsByID: [UInt64: [UInt8]] = [:]
    private(set) var rows = 0
    private let comma: LooseNumber.Comma
    private let artists: Int?
    private let artistIDs: Int?

    /// How many cells' words are looked up: a column is clear long before that.
    private static let wordCells = 2000
    /// So many ids are no chance.
    private static let idCells = 100
    private static let artistLimit = 20_000

    init(_ header: TableHeader) {
        comma = header.comma
        for (index, name) in header.names.prefix(TableHeader.columnsLookedAt).enumerated() {
            guard let known = KnownColumn(named: name) else { continue }
            columns.append(Column(index: index, name: name, known: known, kind: Self.kind(known.column)))
        }
        artists = columns.first { $0.known.column == .artists }?.index
        artistIDs = columns.first { $0.known.column == .artistIDs }?.index
    }

    private static func kind(_ column: TrackColumn) -> Kind {
        switch column {
        case .sound(.loudness), .sound(.tempo): .number
        case .sound, .moodValence, .moodArousal: .share
        case .duration, .popularity: .number
        case .spotifyID: .id
        case .label, .labelIfWords: .words
        case .title, .artists, .artistIDs, .album, .year, .releaseDate, .genre, .language, .explicit: .other
        }
    }

    /// Looks at one row.
    mutating func add(_ record: CSVRecord) {
        rows += 1
        record.withFields { bytes, fields in
            for place in columns.indices {
                let index = columns[place].index
                guard index < fields.count else { continue }
                let cell = UnsafeRawBufferPointer(rebasing: bytes[fields[index]])
                switch columns[place].kind {
                case .share:
                    columns[place].statistics.add(cell, comma: comma, isShare: comma == .thousands)
                case .number:
                    columns[place].statistics.add(cell, comma: comma, isShare: false)
                case .id where columns[place].ids < Self.idCells:
                    if SpotifyID.range(in: cell) != nil { columns[place].ids += 1 }
                case .words: addWords(cell, place)
                case .id, .other: break
                }
            }
            guard let artists, let artistIDs, max(artists, artistIDs) < fields.count else { return }
            learn(
                UnsafeRawBufferPointer(rebasing: bytes[fields[artists]]),
                id: UnsafeRawBufferPointer(rebasing: bytes[fields[artistIDs]]))
        }
    }

    private mutating func addWords(_ cell: UnsafeRawBufferPointer, _ place: Int) {
        if cell.isEmpty { return }
        if cell[0] &- 48 <= 4, cell.count == 1 || cell.elementsEqual([cell[0], 0x2E, 0x30]) {
            columns[place].smallNumbers += 1
            columns[place].largestSmallNumber = max(columns[place].largestSmallNumber, Int(cell[0] &- 48))
            return
        }
        guard columns[place].moodCells + columns[place].otherCells < Self.wordCells, !CellText.isMissing(cell) else {
            return
        }
        let isMood = MoodVocabulary.shared.read(String(decoding: cell.prefix(1024), as: UTF8.self)).known > 0
        if isMood { columns[place].moodCells += 1 } else { columns[place].otherCells += 1 }
    }

    /// Keeps the name of an artist that has a comma in it, from a row with that artist alone.
    private mutating func learn(_ names: UnsafeRawBufferPointer, id: UnsafeRawBufferPointer) {
        guard names.contains(UInt8(ascii: ",")), !id.isEmpty, !id.contains(UInt8(ascii: ",")),
            artistsByID.count < Self.artistLimit
        else { return }
        artistsByID[ArtistNames.hash(id)] = Array(names)
    }
}
