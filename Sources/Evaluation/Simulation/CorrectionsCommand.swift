import ArgumentParser
import Configuration
import Emotions
import FaceAnalysis
import MoodTracking

/// `emotunes-evaluate corrections`: what it helps to say what one feels.
struct CorrectionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrections",
        abstract: "Let people whose resting face misleads say what they feel, on simulated days.",
        discussion: """
            The days are those of `simulate`. "mending": half a minute after they could see that it is wrong they say what they feel, \
            three times at most. "wrong": people with ordinary faces say once what they do not feel. "silent": these say \
            nothing. Counted is what comes after the last correction is held no longer, beside the same hours of the same \
            people without a word; those who had nothing to say are left out.
            """)

    @Option(help: "A CSV of labelled faces, best ones the classifier was not trained on.")
    var labels: String
    @Option(help: "How many people.")
    var people = 40
    @Option(help: "Hours of each.")
    var hours = 8.0
    @Option(help: "Another number, other people.")
    var seed: UInt64 = 1
    @Option(help: "How much sadder than others' their resting face reads, in log scores.")
    var sadder: [Double] = [1.0, 1.5, 2.0]
    @Option(help: "How often they correct.")
    var times = 3
    @Option(help: "For how many minutes what they say is held.")
    var hold = 10.0
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var data: DataOptions

    /// A line of the table.
    private struct Line: Encodable {
        var habit: String
        var sadder: Double
        var outcome: CorrectionsMeasurement.Outcome
    }

    func validate() throws {
        guard (1...10_000).contains(people) else { throw ValidationError("--people must be from 1 to 10000") }
        guard hold >= 1, hold <= 240 else { throw ValidationError("--hold must be from 1 to 240") }
        guard hours >= 4, hours <= 1000 else { throw ValidationError("--hours must be from 4 to 1000") }
        guard (1...12).contains(times) else { throw ValidationError("--times must be from 1 to 12") }
    }

    func run() throws {
        let settings = Settings()
        let classifier = try data.classifier()
        let faces = try ScoredFaces(try LabelledFaces.load(labels), classifier: classifier)
        var measurement = SimulationMeasurement(faces: faces)
        measurement.looksPerSecond = settings.camera.looksPerSecond
        let cases: [(String, Double, CorrectionsMeasurement.Habit)] =
            sadder.map { ("mending", $0, .mending(times: times)) }
            + [("wrong", 0, .wrong), ("silent", 0, .silent)]
        let lines = cases.map { name, sadder, habit in
            let corrections = CorrectionsMeasurement(
                measurement: measurement, atRest: [.sad: sadder], habit: habit, model: classifier.manifest.mood,
                policy: MoodPolicy(settings.mood), dayHours: hours, holdSeconds: hold * 60)
            return Line(habit: name, sadder: sadder, outcome: corrections.run(people: people, seed: seed))
        }
        if json { return try printJSON(lines) }
        print(
            "habit    sadder  people  words  hours   false an hour  wrong minutes an hour  found          after          "
                + "sadness found  after          at ends")
        print(
            "                                        without with   without with           without with   without with   "
                + "without with   without with")
        for line in lines {
            let outcome = line.outcome, hours = max(1, outcome.hours)
            let pairs = [outcome.without, outcome.with].map { following in
                [
                    decimal(Double(following.falseShifts) / hours, 3), decimal(following.wrongMinutes / hours, 2),
                    share(following.detected, following.changes), seconds(following.medianDelay),
                    share(following.sadDetected, following.sadChanges), seconds(following.medianSadDelay),
                ]
            }
            let widths = [6, 14, 6, 6, 6, 6]
            print(
                line.habit.padding(8), decimal(line.sadder, 1).padding(7),
                "\(outcome.talkers) of \(outcome.people)".padding(7), "\(outcome.words)".padding(6),
                decimal(outcome.hours, 0).padding(7),
                zip(zip(pairs[0], pairs[1]), widths).map { "\($0.0.padding(7)) \($0.1.padding($1))" }
                    .joined(separator: " "),
                "\(outcome.falseAtEnds) of \(outcome.words)")
        }
    }

    private func share(_ part: Int, _ all: Int) -> String { all > 0 ? percent(Double(part) / Double(all)) : "–" }

    private func seconds(_ value: Double?) -> String { value.map { decimal($0, 1) + " s" } ?? "–" }
}
