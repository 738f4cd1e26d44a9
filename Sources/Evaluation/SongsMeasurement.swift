import Glibc
import SongMoodModel
import Songs

/// Agreement of the song-mood model with a labelled table, in constant memory.
struct SongsMeasurement {
    /// Songs answered together before the clock is read again.
    private static let batch = 1024

    let model: SongMoodModel

    /// - Throws: as the table does; `EvaluationError` if no song of it is labelled.
    func report(on path: String) throws -> SongsReport {
        var songs = try LabelledSongs(path: path)
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: 4), count: 4)
        var calibration = CalibrationBins()
        var loss = 0.0, count = 0, known = 0, seconds = 0.0
        while let batch = try nextBatch(&songs) {
            let began = threadSeconds()
            let answers = batch.map { model.scores(for: $0.features) }
            seconds += threadSeconds() - began
            for (song, scores) in zip(batch, answers) {
                let named = scores.dominant
                confusion[index(song.mood)][index(named)] += 1
                calibration.add(confidence: scores[named], right: named == song.mood)
                loss -= log(max(scores[song.mood], 1e-12))
                if model.isTrainingSong(song.features) { known += 1 }
            }
            count += batch.count
        }
        guard count > 0 else {
            throw EvaluationError(
                "\(path): no row has all ten features and one of the moods happy, sad, energetic, calm")
        }
        let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
        return SongsReport(
            count: count, skipped: songs.skipped, accuracy: ratio(right, count), logLoss: loss / Double(count),
            ece: calibration.error, confusion: confusion, order: SongMood.allCases.map(\.rawValue),
            trainingSongs: known, trainingSet: known * 2 > count,
            nanosecondsPerSong: seconds / Double(count) * 1e9)
    }

    private func nextBatch(_ songs: inout LabelledSongs) throws -> [LabelledSong]? {
        var batch: [LabelledSong] = []
        while batch.count < Self.batch, let song = try songs.next() { batch.append(song) }
        return batch.isEmpty ? nil : batch
    }

    private func index(_ mood: SongMood) -> Int { SongMood.allCases.firstIndex(of: mood) ?? 0 }
}

/// What `emotunes-evaluate songs --json` prints.
struct SongsReport: Encodable {
    /// Rows with a label and all ten features, and rows without.
    var count: Int
    var skipped: Int
    var accuracy: Double
    var logLoss: Double
    /// Expected calibration error of the most probable mood.
    var ece: Double
    /// Rows are the labels, columns the model's moods, both in `order`.
    var confusion: [[Int]]
    var order: [String]
    /// How many rows are songs the model was trained on; more than half make the file its training set.
    var trainingSongs: Int
    var trainingSet: Bool
    /// CPU of one answer, one thread.
    var nanosecondsPerSong: Double

    /// For a person who would take the figures for more than they are.
    var warning: String? {
        if trainingSet {
            return """
                This is the model's own training set (\(trainingSongs) of \(count) songs): these figures flatter it. \
                What it does on songs it has not seen is in models/song-mood/README.md.
                """
        }
        guard trainingSongs > 0 else { return nil }
        return "\(trainingSongs) of these songs are among those the model was trained on, which flatters the figures."
    }
}
