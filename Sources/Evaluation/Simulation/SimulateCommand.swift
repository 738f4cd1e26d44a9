import ArgumentParser
import Configuration
import Emotions
import FaceAnalysis
import FoundationEssentials
import MoodTracking

/// `emotunes-evaluate simulate`: hours of scripted days in seconds.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Let the mood's rules live through simulated days, and a plain moving average beside them.",
        discussion: """
            The days are scripted from a seed; what the classifier reads in them are its own scores of labelled faces, \
            held for seconds, disturbed slowly, and shifted by an offset that belongs to the person.
            """)

    @Option(help: "A CSV of labelled faces, best ones the classifier was not trained on.")
    var labels: String
    @Option(help: "How many hours to simulate, in days of eight hours of another person each.")
    var hours = 100.0
    @Option(help: "Another number, other days.")
    var seed: UInt64 = 1
    @Option(help: "How large the person's own offset is: 1 as usual, 2 doubled.")
    var offset = 1.0
    @Option(help: "Draw false shifts against delay into this SVG file.")
    var plot: String?
    @Flag(help: "Only what ships, with default settings.")
    var shippedOnly = false
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var data: DataOptions

    /// One policy's line in the table.
    struct Line: Encodable {
        var policy: String
        var hours: Double
        var changes: Int, detected: Int
        var falseShifts: Int, falsePerHour: Double
        var medianDelaySeconds: Double?, p90DelaySeconds: Double?
        var neutralHourShifts: Int

        var setting: SimulationPlot.Setting? {
            medianDelaySeconds.map { .init(name: policy, delay: $0, falsePerHour: falsePerHour) }
        }
    }

    func validate() throws {
        guard hours > 0, hours <= 10_000 else { throw ValidationError("--hours must be above 0 and at most 10000") }
        guard offset >= 0, offset <= 10 else { throw ValidationError("--offset must be from 0 to 10") }
    }

    func run() throws {
        let settings = Settings()
        let classifier = try data.classifier(), model = classifier.manifest.mood
        let faces = try ScoredFaces(try LabelledFaces.load(labels), classifier: classifier)
        var measurement = SimulationMeasurement(faces: faces)
        measurement.traits.offset *= offset
        measurement.looksPerSecond = settings.camera.looksPerSecond
        let usual = MoodPolicy(settings.mood)
        var ours: [Line] = [], averages: [Line] = []
        for window in shippedOnly ? [usual.windowSeconds] : Set([10, 20, usual.windowSeconds, 60, 120]).sorted() {
            var policy = usual
            policy.windowSeconds = window
            let name = window == usual.windowSeconds ? "shipped" : "window of \(decimal(window, 0)) s"
            ours.append(line(name, measurement) { ShippedPolicy(engine: MoodEngine(policy: policy, model: model)) })
        }
        for seconds in shippedOnly ? [] : [8.0, 15, 30, 60, 120] {
            averages.append(line("\(decimal(seconds, 0)) s average", measurement) { MovingAverage(seconds: seconds) })
        }
        let lines = ours + averages
        if let plot {
            let drawn = SimulationPlot(
                ours: ours.compactMap(\.setting), averages: averages.compactMap(\.setting),
                shipped: ours.firstIndex { $0.policy == "shipped" } ?? 0, hours: hours)
            try drawn.svg.write(toFile: plot, atomically: true, encoding: .utf8)
        }
        if json { return try printJSON(lines) }
        print("policy                   changes  detected  false an hour  median delay  p90     neutral hour")
        for line in lines {
            print(
                line.policy.padding(24), String(line.changes).padding(8),
                percent(Double(line.detected) / Double(max(1, line.changes))).padding(9),
                decimal(line.falsePerHour, 2).padding(14),
                (line.medianDelaySeconds.map { decimal($0, 1) + " s" } ?? "–").padding(13),
                (line.p90DelaySeconds.map { decimal($0, 1) + " s" } ?? "–").padding(7),
                "\(line.neutralHourShifts) shifts")
        }
    }

    private func line(
        _ name: String, _ measurement: SimulationMeasurement, _ make: () -> any SimulatedPolicy
    ) -> Line {
        let result = measurement.run(hours: hours, seed: seed, policy: make)
        let neutral = measurement.steady(.neutral, hours: 1, seed: seed, policy: make())
        return Line(
            policy: name, hours: result.hours, changes: result.changes, detected: result.detected,
            falseShifts: result.falseShifts, falsePerHour: result.falsePerHour,
            medianDelaySeconds: result.medianDelay, p90DelaySeconds: result.delay(quantile: 0.9),
            neutralHourShifts: neutral.falseShifts)
    }
}
