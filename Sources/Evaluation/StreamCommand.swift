import ArgumentParser
import Configuration
import Emotions
import FaceAnalysis
import FoundationEssentials
import Media
import MoodTracking
import Sampling
import VideoCapture

/// `emotunes-evaluate stream`: the whole pipe over a recorded stream.
struct StreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream",
        abstract: "Run the whole pipe over a video at full speed, with default settings, and score its shifts.")

    @Argument(help: "A video file.")
    var file: String
    @Option(help: "JSON that says what the video shows when.")
    var truth: String?
    @Option(help: "Write every look's time, seven scores, face box and pose to this CSV file.")
    var readings: String?
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var look: LookOptions

    func run() throws {
        let settings = Settings()
        let source = try SourceAddress(
            parsing: file.hasPrefix("demo:") ? file + "?speed=max" : "video:\(file)?speed=max")
        let analyser = try look.analyser()
        var measurement = StreamMeasurement(
            source: try source.open(waker: try CaptureWaker()), analyser: analyser,
            engine: MoodEngine(policy: MoodPolicy(settings.mood), model: analyser.moodModel),
            schedule: LookSchedule(looksPerSecond: settings.camera.looksPerSecond),
            truth: try truth.map(StreamTruth.load))
        let report = try measurement.run()
        if let readings { try write(measurement.readings, to: readings) }
        if json { return try printJSON(report) }
        print(
            "\(report.framesAnalysed) looks, face in \(percent(report.faceDetectionRate)), \(report.samples) samples, \(decimal(report.millisecondsPerLook, 2)) ms CPU a look, \(decimal(report.realTimeFactor, 0))× real time"
        )
        if truth != nil {
            print(
                "changes \(report.truthChanges), detected \(report.detected), false shifts \(report.falseShifts), median delay \(report.medianDelaySeconds.map { decimal($0, 1) + " s" } ?? "–")"
            )
        }
        for shift in report.shifts { print("  \(decimal(shift.at, 1)) s  \(shift.from) → \(shift.to)") }
        for part in report.parts {
            let scores = part.scores.sorted { $0.value > $1.value }.prefix(3).map {
                "\($0.key) \(decimal($0.value, 2))"
            }
            print(
                "  \(decimal(part.start, 0).padding(4))–\(decimal(part.end, 0).padding(4)) \(part.mood.padding(8)) read as \(scores.joined(separator: ", "))"
            )
        }
    }

    private func write(
        _ readings: [(time: Double, scores: EmotionScores?, box: Rectangle?, pose: Int?)], to path: String
    ) throws {
        var text = "time," + Emotion.allCases.map(\.rawValue).joined(separator: ",") + ",x,y,width,height,pose\n"
        for reading in readings {
            var cells = [decimal(reading.time, 3)]
            cells += Emotion.allCases.map { emotion in reading.scores.map { decimal($0[emotion], 5) } ?? "" }
            cells += reading.box.map { [$0.x, $0.y, $0.width, $0.height].map(String.init) } ?? ["", "", "", ""]
            cells.append(reading.pose.map(String.init) ?? "")
            text += cells.joined(separator: ",") + "\n"
        }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
