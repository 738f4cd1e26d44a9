package import Songs
import Tables

/// The tracks that come with the program, read from `config/starter-catalogue.csv`.
///
/// Columns `artist,title,year,genre,language,mood`; several artists are separated by `;`.
package struct StarterCatalogue: Hashable, Sendable {
    /// One line of the file.
    package struct Entry: Hashable, Sendable {
        /// At least one, in the order of the record.
        package var artists: [String]
        /// Never empty.
        package var title: String
        /// Year of first release, 1860 to 2100.
        package var year: Int
        /// In lower case.
        package var genre: String
        /// The language sung, or `instrumental`.
        package var language: String
        /// The label that the list gives the track.
        package var mood: SongMood

        var nameKey: String {
            // `artists` is never empty here: parsing refuses an empty cell.
            NameKey.track(title: title, artist: artists.first ?? "")
        }
    }

    /// In the order of the file, each track once.
    package var entries: [Entry]
    /// Changes with the file's content; tells whether it has to be loaded again.
    package var fingerprint: String

    static let columns = ["artist", "title", "year", "genre", "language", "mood"]

    /// Reads the whole file. One invalid line refuses it: the file ships with the program, so an error in it is a
    /// defect.
    package init(csv bytes: [UInt8]) throws(StarterError) {
        fingerprint = Self.fingerprint(bytes)
        entries = []
        var seen: [String: Int] = [:]
        var hasHeader = false
        // The reader throws only what its source throws, and memory throws nothing.
        var reader = CSVReader(bytes)
        while let row = try? reader.next() {
            switch row {
            case .skipped(let line, let defect):
                throw StarterError(line: line, problem: defect.description)
            case .record(let record) where record.hasOpenQuote:
                throw StarterError(line: record.line, problem: CSVDefect.unclosedQuote.description)
            case .record(let record) where !hasHeader:
                try Self.checkHeader(record)
                hasHeader = true
            case .record(let record):
                let entry = try Self.entry(record)
                if let earlier = seen.updateValue(record.line, forKey: entry.nameKey) {
                    throw StarterError(line: record.line, problem: "the same track as line \(earlier)")
                }
                entries.append(entry)
            }
        }
        if entries.isEmpty { throw StarterError(line: 1, problem: "it holds no track") }
    }

    private static func checkHeader(_ record: CSVRecord) throws(StarterError) {
        let found = (0..<record.count).map { record[$0] ?? "?" }
        guard found == columns else {
            let expected = columns.joined(separator: ",")
            throw StarterError(line: record.line, problem: "the header is not \(expected)")
        }
    }

    private static func entry(_ record: CSVRecord) throws(StarterError) -> Entry {
        guard record.count == columns.count else {
            throw StarterError(line: record.line, problem: "\(record.count) fields instead of \(columns.count)")
        }
        var cells: [String] = []
        for (index, column) in columns.enumerated() {
            guard let cell = record[index], !cell.isEmpty else {
                throw StarterError(line: record.line, problem: "\(column) is empty or not UTF-8")
            }
            cells.append(cell)
        }
        guard let year = Int(cells[2]), (1860...2100).contains(year) else {
            throw StarterError(line: record.line, problem: "year \(cells[2]) is not between 1860 and 2100")
        }
        guard let mood = SongMood(rawValue: cells[5]) else {
            let allowed = SongMood.allCases.map(\.rawValue).joined(separator: ", ")
            throw StarterError(line: record.line, problem: "mood \(cells[5]) is none of \(allowed)")
        }
        let artists = cells[0].split(separator: ";").map(String.init)
        guard !artists.isEmpty else { throw StarterError(line: record.line, problem: "artist is empty") }
        return Entry(artists: artists, title: cells[1], year: year, genre: cells[3], language: cells[4], mood: mood)
    }

    /// FNV-1a over the content, with its size: it detects edits, not tampering.
    private static func fingerprint(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16) + "-\(bytes.count)"
    }
}

/// Why the starter catalogue cannot be used.
package struct StarterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    /// What is wrong with the line.
    package let problem: String

    package var description: String { "starter catalogue, line \(line): \(problem)" }
}
