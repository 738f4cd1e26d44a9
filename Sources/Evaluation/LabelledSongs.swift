import CatalogueImport
import SongMoodModel
import Songs
import Storage
import Tables

/// One song of a labelled table.
struct LabelledSong {
    var features: AudioFeatures
    var mood: SongMood
}

/// Reads the songs of a CSV file that have a mood label and all ten features, whatever the published table.
struct LabelledSongs {
    /// What the columns are called in the published tables.
    private static let lengthNames = ["length", "duration_ms", "duration (ms)"]
    private static let labelNames = ["mood", "labels"]
    /// The 278k table's numbers for the moods.
    private static let numbered: [SongMood] = [.sad, .happy, .energetic, .calm]

    private let path: String
    private let file: FileBytes
    private var reader: CSVReader
    /// Column of each feature in the order of `AudioFeatures.names`, and of the label.
    private var featureColumns: [Int] = []
    private var labelColumn = 0
    /// Rows without a label or without all ten features.
    private(set) var skipped = 0

    /// - Throws: `StorageError` if the file cannot be read, `EvaluationError` if it is no labelled table.
    init(path: String) throws {
        self.path = path
        let file = try FileBytes(path: path)
        self.file = file
        reader = CSVReader { try file.next() }
        guard case .record(let header)? = try reader.next() else {
            throw EvaluationError("\(path): holds no table; give a CSV of songs with features and a mood")
        }
        let names = (0..<header.count).map { header[$0]?.lowercased() ?? "" }
        func column(_ candidates: [String]) throws -> Int {
            guard let index = names.firstIndex(where: candidates.contains) else {
                throw EvaluationError(
                    "\(path): has no column \(candidates.joined(separator: " or ")); needed are the ten features and a mood"
                )
            }
            return index
        }
        labelColumn = try column(Self.labelNames)
        featureColumns = try AudioFeatures.names.map { name in
            try column(name == "length" ? Self.lengthNames : [name])
        }
    }

    /// The next labelled song, nil at the end. Throws as the file does.
    mutating func next() throws -> LabelledSong? {
        while let row = try reader.next() {
            if case .record(let record) = row, let song = song(record) { return song }
            skipped += 1
        }
        return nil
    }

    private func song(_ record: CSVRecord) -> LabelledSong? {
        guard let mood = record[labelColumn].flatMap(Self.mood) else { return nil }
        let values = featureColumns.map { record[$0].flatMap(Double.init) ?? .nan }
        guard values.allSatisfy(\.isFinite) else { return nil }
        return LabelledSong(
            features: AudioFeatures(
                length: values[0], danceability: values[1], acousticness: values[2], energy: values[3],
                instrumentalness: values[4], liveness: values[5], valence: values[6], loudness: values[7],
                speechiness: values[8], tempo: values[9]),
            mood: mood)
    }

    private static func mood(_ label: String) -> SongMood? {
        if let number = Int(label) { return numbered.indices.contains(number) ? numbered[number] : nil }
        return SongMood(rawValue: label.lowercased())
    }
}
