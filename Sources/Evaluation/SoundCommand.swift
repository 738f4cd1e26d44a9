import ArgumentParser
import Configuration
import Glibc
import SongMoodModel
import Songs
import SoundAnalysis

/// `emotunes-evaluate sound`: what is measured on music files, what it tells of their moods, and how fast.
struct SoundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sound", abstract: "Loudness, tempo and the mood they tell of music files.",
        discussion: "Measures as the daemon does where no table and no tag tells of a file, on one core.")

    @Argument(help: "Music files.", completion: .file())
    var files: [String]
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var data: DataOptions

    private struct Report: Encodable {
        struct Row: Encodable {
            var file: String
            var seconds: Double?
            var loudness: Double?
            var tempo: Double?
            var moods: [String: Double]?
            var problem: String?
        }
        var files: [Row]
        var seconds: Double
        var processorSeconds: Double
        var timesRealTime: Double
    }

    func run() throws {
        let model = try SoundMoodModel(contentsOf: Locations().dataFolder(flag: data.dataFolder).soundMoodModel())
        let library = SoundLibrary()
        let began = clock()
        let rows = files.map { row($0, library, model) }
        let spent = Double(clock() - began) / Double(CLOCKS_PER_SEC)
        let seconds = rows.reduce(0) { $0 + ($1.seconds ?? 0) }
        let report = Report(
            files: rows, seconds: seconds, processorSeconds: spent, timesRealTime: seconds / max(spent, 1e-9))
        if json { return try printJSON(report) }
        for row in rows {
            if let problem = row.problem {
                print("\(row.file): \(problem)")
                continue
            }
            let loudness = row.loudness.map { decimal($0, 1) + " LUFS" } ?? "silent"
            let tempo = row.tempo.map { decimal($0, 1) + " beats a minute" } ?? "no beat"
            let moods = SongMood.allCases.map { "\($0.rawValue) \(decimal(row.moods?[$0.rawValue] ?? 0, 2))" }
            print("\(row.file): \(loudness), \(tempo); \(moods.joined(separator: ", "))")
        }
        print(
            "\(decimal(seconds, 0)) s of sound in \(decimal(spent, 2)) s of one core: "
                + "\(decimal(report.timesRealTime, 0)) times real time")
    }

    private func row(_ path: String, _ library: SoundLibrary?, _ model: SoundMoodModel) -> Report.Row {
        var row = Report.Row(file: path)
        switch SoundMeasurement.of(path, library: { library }) {
        case .success(let sound):
            (row.seconds, row.loudness, row.tempo) = (sound.seconds, sound.loudness, sound.tempo)
            // As in the library: without loudness nothing is claimed.
            let scores = model.scores(loudness: sound.loudness, tempo: sound.loudness == nil ? nil : sound.tempo)
            row.moods = Dictionary(uniqueKeysWithValues: SongMood.allCases.map { ($0.rawValue, scores[$0]) })
        case .failure(.unreadable(let error)): row.problem = "cannot be opened: \(error)"
        case .failure(.unknown): row.problem = "no decoder makes sound of it"
        case .failure(.needsLibrary): row.problem = "needs libEmotunesVideoFile.so"
        case .failure(.givenUp): row.problem = "listening to it took too much"
        case .failure(.stopped): row.problem = "interrupted"
        }
        return row
    }
}
