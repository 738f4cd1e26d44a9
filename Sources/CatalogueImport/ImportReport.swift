/// The result of an import.
///
/// `CatalogueImport` turns files into tracks of the catalogue. It knows `Songs`, `Storage`, `Tables` and `Catalogue`.
package struct ImportReport: Hashable, Sendable, Encodable {
    /// In the order they were given.
    package var files: [ImportedFile] = []
    /// How many tracks the catalogue holds now.
    package var tracks = 0

    package init() {}
}

/// The result for one file.
package struct ImportedFile: Hashable, Sendable, Encodable {
    /// The path as given.
    package let path: String
    /// The name of its table format, for people.
    package let format: String
    /// Rows behind the header, without blank lines: `added + merged + skipped`.
    package var rows = 0
    /// New tracks.
    package var added = 0
    /// Rows about a track that existed already, from another file or an earlier row.
    package var merged = 0
    /// Rows that are no track.
    package var skipped = 0
    /// What was wrong with rows, in the order of first occurrence.
    package var troubles: [RowTrouble] = []

    package init(path: String, format: String) {
        self.path = path
        self.format = format
    }

    /// How many line numbers are kept for each reason.
    private static let linesNamed = 5

    mutating func note(_ defect: RowDefect, line: Int) {
        let sentence = defect.sentence
        if let index = troubles.firstIndex(where: { $0.reason == sentence }) {
            troubles[index].rows += 1
            if troubles[index].lines.count < Self.linesNamed { troubles[index].lines.append(line) }
        } else {
            troubles.append(RowTrouble(reason: sentence, isSkipped: defect.skipsRow, rows: 1, lines: [line]))
        }
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
