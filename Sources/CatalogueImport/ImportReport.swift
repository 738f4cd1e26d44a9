/// What an import read and what became of it.
package struct ImportReport: Hashable, Sendable, Encodable {
    /// In the order they were given.
    package var files: [ImportedFile] = []
    /// How many tracks the catalogue holds now.
    package var tracks = 0

    package init() {}
}

/// What one file of an import held.
package struct ImportedFile: Hashable, Sendable, Encodable {
    /// As it was given.
    package let path: String
    /// What kind of table it is, for people.
    package let format: String
    /// Rows behind the header, blank lines apart: `added + merged + skipped`.
    package var rows = 0
    /// New tracks.
    package var added = 0
    /// Rows that told of a track that was there already, from another file or from this one.
    package var merged = 0
    package var skipped = 0
    /// What was wrong with rows, in the order it came up first.
    package var troubles: [RowTrouble] = []

    package init(path: String, format: String) {
        self.path = path
        self.format = format
    }

    /// How many lines are named of each trouble.
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

/// Rows of a file that had the same thing wrong with them.
package struct RowTrouble: Hashable, Sendable, Encodable {
    /// For people.
    package let reason: String
    /// Whether the rows were left out; otherwise only the value in question was.
    package let isSkipped: Bool
    package var rows: Int
    /// Where the first of them begin, counted from 1 in the file.
    package var lines: [Int]

    package init(reason: String, isSkipped: Bool, rows: Int, lines: [Int]) {
        self.reason = reason
        self.isSkipped = isSkipped
        self.rows = rows
        self.lines = lines
    }
}
