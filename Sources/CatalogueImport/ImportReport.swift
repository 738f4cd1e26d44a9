/// The result of an import, or of looking at what one would read.
///
/// `CatalogueImport` turns files into tracks of the catalogue. It knows `Songs`, `Storage`, `Tables` and `Catalogue`.
package struct ImportReport: Hashable, Sendable, Encodable {
    /// In the order they were given.
    package var files: [ImportedFile] = []
    /// How many tracks the catalogue holds now; nil where nothing was imported.
    package var tracks: Int?

    package init() {}
}

/// The result for one file.
package struct ImportedFile: Hashable, Sendable, Encodable {
    /// The path as given.
    package let path: String
    /// The name of its table format, for people.
    package let format: String
    /// What the file was taken for.
    package var reading: TableReading
    /// Rows behind the header, without blank lines: `added + merged + skipped`.
    package var rows = 0
    /// New tracks; nil where nothing was imported.
    package var added: Int?
    /// Rows about a track that existed already, from another file or an earlier row; nil where nothing was imported.
    package var merged: Int?
    /// Rows that are no track.
    package var skipped = 0
    /// What was wrong with rows, in the order of first occurrence.
    package var troubles: [RowTrouble] = []

    init(_ file: TrackTableFile) {
        path = file.path
        format = file.formatName
        reading = file.reading
    }

    /// Takes over what was counted while the rows were read.
    mutating func take(_ notes: RowNotes) {
        troubles = notes.troubles
        reading.unknownMoods = notes.unknownMoods
        reading.explicitUnknown = notes.explicitUnknown
        for place in reading.columns.indices {
            reading.columns[place].notUnderstood = notes.notUnderstood(reading.columns[place].name)
        }
    }
}

/// What a table was taken for.
package struct TableReading: Hashable, Sendable, Encodable {
    /// The encoding of its text, by name.
    package let encoding: String
    /// Another encoding that is nearly as likely and would read names differently.
    package let otherEncoding: String?
    /// What stands between cells: `comma`, `semicolon`, `tab` or `stroke`.
    package let separator: String
    /// The line with the columns' names, counted from 1.
    package let headerLine: Int
    /// Whether numbers have decimal commas.
    package let decimalComma: Bool
    /// Whether the scales were told from the whole file; from its beginning alone where it can be read only once.
    package let isWhole: Bool
    /// In the order of the table.
    package internal(set) var columns: [ColumnReading]
    /// Mood words that are not known, the most frequent first.
    package internal(set) var unknownMoods: [UnknownMood] = []
    /// Tracks of which the file does not say whether they are explicit. Where no other file says it, they count as not
    /// explicit.
    package internal(set) var explicitUnknown = 0
}

/// What a column was taken for.
package struct ColumnReading: Hashable, Sendable, Encodable {
    /// As the header has it.
    package let name: String
    /// What it says; nil for a column that is not read.
    package let takenFor: String?
    /// The scale of its numbers; nil where there is none.
    package let scale: String?
    /// Why a column whose name is known is not read.
    package let whyNot: String?
    /// Rows in which its value was there and could not be understood.
    package internal(set) var notUnderstood = 0
}

/// A mood word that is not known.
package struct UnknownMood: Hashable, Sendable, Encodable {
    package let text: String
    /// How many rows have it.
    package let rows: Int

    package init(text: String, rows: Int) {
        self.text = text
        self.rows = rows
    }
}

/// The rows of a file with the same defect.
package struct RowTrouble: Hashable, Sendable, Encodable {
    /// The defect, for people.
    package let reason: String
    /// Whether the rows were skipped; otherwise only the value was ignored.
    package let isSkipped: Bool
    /// How many rows.
    package var rows: Int
    /// The lines on which the first of them begin, counted from 1.
    package var lines: [Int]

    package init(reason: String, isSkipped: Bool, rows: Int, lines: [Int]) {
        self.reason = reason
        self.isSkipped = isSkipped
        self.rows = rows
        self.lines = lines
    }
}
