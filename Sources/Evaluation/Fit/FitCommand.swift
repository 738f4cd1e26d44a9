import ArgumentParser
import Configuration
import Emotions
import FaceAnalysis
import FoundationEssentials
import MoodTracking

/// `emotunes-evaluate fit`: the constants that belong to an emotion network, made again from what it read.
struct FitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fit the mood's constants to recorded readings, and say how they differ from those in use.",
        discussion: """
            Readings are what stream --readings writes: NAME.csv, with the stream's truth beside it as NAME.json. With \
            --labels, simulated days are fitted too, as simulate draws them; streams of some minutes cannot tell how long \
            moods last. The same files give the same constants every time.
            """)

    @Argument(help: "CSV files of readings to fit to.")
    var readings: [String]
    @Option(parsing: .upToNextOption, help: "CSV files of readings to compare on that the fit does not see.")
    var check: [String] = []
    @Option(help: "A CSV of labelled faces for simulated days, best ones the network was not trained on.")
    var labels: String?
    @Option(help: "A CSV of other labelled faces, for days to compare on that the fit does not see.")
    var checkLabels: String?
    @Option(help: "How many hours of simulated days, of eight hours and another person each.")
    var hours = 24.0
    @Option(help: "Another number, other days.")
    var seed: UInt64 = 1
    @Option(help: "Write the fitted constants to this file, as the section of the network's manifest that they are.")
    var out: String?
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var data: DataOptions

    /// In simulated days: half as many as usual tell nearly as much in half the time.
    private static let looksPerSecond = 1.0

    /// What `--out` writes: part of a manifest.
    private struct Section: Encodable {
        var mood: MoodModel
    }

    func validate() throws {
        guard !readings.isEmpty else { throw ValidationError("give at least one file of readings") }
        guard hours > 0, hours <= 100 else { throw ValidationError("--hours must be above 0 and at most 100") }
    }

    func run() throws {
        let classifier = try data.classifier(), used = classifier.manifest.mood
        let settings = Settings()
        func scored(_ labels: String?) throws -> ScoredFaces? {
            try labels.map { try ScoredFaces(try LabelledFaces.load($0), classifier: classifier) }
        }
        func days(_ faces: ScoredFaces?, seed: UInt64) -> [RecordedStream] {
            guard let faces else { return [] }
            var measurement = SimulationMeasurement(faces: faces)
            measurement.looksPerSecond = Self.looksPerSecond
            return RecordedStream.days(measurement, hours: hours, seed: seed)
        }
        let faces = try scored(labels)
        let fit = MoodFit(
            streams: try readings.map(RecordedStream.load), days: days(faces, seed: seed),
            neutralFaces: faces?.scores[.neutral] ?? [], policy: MoodPolicy(settings.mood))
        let checks = [
            (name: "other streams", streams: try check.map(RecordedStream.load)),
            (name: "other days", streams: days(try scored(checkLabels), seed: seed &+ 1)),
        ]
        let fitted = fit.fitted { round, cost in
            if !json { print("round \(round): cost \(decimal(cost, 5))") }
        }
        let report = FitReport(used: used, fitted: fitted, fit: fit, checks: checks)
        if let out { try write(fitted, to: out) }
        if json { return try printJSON(report) }
        print(report.text)
    }

    private func write(_ model: MoodModel, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let text = String(decoding: try encoder.encode(Section(mood: model)), as: UTF8.self)
        try (text + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
}
