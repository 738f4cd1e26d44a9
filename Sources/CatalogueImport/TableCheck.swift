import Songs
import Storage
import Tables

/// Looks at files as an import would, without a catalogue.
package enum TableCheck {
    /// What an import would read in `files`, with everything that it would not understand. Nothing is changed.
    /// - Throws: `StorageError` where one cannot be read, `ImportError` where it is no table of songs.
    package static func report(on files: [String]) throws -> ImportReport {
        var report = ImportReport()
        for path in files {
            let file = try TrackTableFile(opening: path)
            var result = ImportedFile(file)
            var notes = RowNotes()
            var record = CSVRecord()
            var draft = TrackDraft()
            while let step = try file.read(into: &record) {
                result.rows += 1
                if !file.take(step, record, into: &draft, &notes) { result.skipped += 1 }
            }
            result.take(notes)
            report.files.append(result)
        }
        return report
    }
}

extension TrackTableFile {
    /// Reads a row into `draft`.
    /// - Returns: false, and the reason noted, if it is no track.
    func take(_ step: CSVReader.Step, _ record: CSVRecord, into draft: inout TrackDraft, _ notes: inout RowNotes)
        -> Bool
    {
        switch step {
        case .skipped(let line, let defect):
            notes.note(RowDefect(defect), line: line)
            return false
        case .record:
            if let defect = parser.parse(record, into: &draft, &notes) {
                notes.note(defect, line: record.line)
                return false
            }
            if draft.isExplicit == nil { notes.explicitUnknown += 1 }
            return true
        }
    }
}

extension RowDefect {
    init(_ defect: CSVDefect) {
        switch defect {
        case .tooLong(let maximum): self = .tooLong(maximumBytes: maximum)
        case .unclosedQuote: self = .unclosedQuote
        }
    }
}
