import Emotions
import FaceAnalysis
import Media
import MoodTracking
import Platform
import Sampling
import VideoCapture

/// Runs the whole pipe over a recorded stream at full speed and scores what it called.
struct StreamMeasurement {
    let source: any FrameSource
    let analyser: FaceAnalyser
    var engine: MoodEngine
    var schedule: LookSchedule
    let truth: StreamTruth?
    /// Every look's time, scores, face box and pose, for work on the mood without decoding the video again.
    private(set) var readings: [(time: Double, scores: EmotionScores?, box: Rectangle?, pose: Int?)] = []
    /// How long each of them stands for: looks come at uneven times, most where something is in the air.
    private var weights: [Double] = []

    init(
        source: any FrameSource, analyser: FaceAnalyser, engine: MoodEngine, schedule: LookSchedule, truth: StreamTruth?
    ) {
        self.source = source
        self.analyser = analyser
        self.engine = engine
        self.schedule = schedule
        self.truth = truth
    }

    /// - Throws: `CaptureError` or `FaceAnalysisError` when the stream or OpenCV fails.
    mutating func run() throws -> StreamReport {
        var frame = GreyFrame()
        var pace = LookPace(looksPerSecond: schedule.looksPerSecond)
        var shifts: [CalledShift] = []
        var seen = (with: 0, shown: 0)
        var looks = 0, samples = 0, noSample: [String: Int] = [:]
        var times: [Double] = []
        let began = monotonicSeconds()
        while try source.next(notBefore: schedule.next, into: &frame) == .frame {
            looks += 1
            let cpu = threadSeconds()
            let reading = try analyser.read(frame)
            times.append(threadSeconds() - cpu)
            var scores: EmotionScores?
            var box: Rectangle?
            var pose: Int?
            switch reading {
            case .face(let place, let found, let number):
                (scores, box, pose) = (found, place, number)
                samples += 1
            case .none(let reason, let place):
                box = place
                noSample[reason.rawValue, default: 0] += 1
            }
            let factor = pace.looked(reading.scores, place: reading.place, at: frame.time)
            schedule.looked(at: frame.time, pace: factor)
            readings.append((frame.time.seconds, scores, box, pose))
            weights.append(factor)
            if truth?.showsFace(at: frame.time.seconds) ?? true {
                seen.shown += 1
                if let box, truth == nil || Self.isNearMiddle(box, frame) { seen.with += 1 }
            }
            for case .shifted(let shift) in engine.observe(scores, pose: pose, at: frame.time) {
                shifts.append(CalledShift(at: shift.at.seconds, from: shift.from.rawValue, to: shift.to.rawValue))
            }
        }
        let wall = max(monotonicSeconds() - began, 1e-9)
        let score = truth.map { StreamScore(shifts: shifts, truth: $0) }
        return StreamReport(
            shifts: shifts, truthChanges: score?.truthChanges ?? 0, detected: score?.detected ?? 0,
            missed: score.map { $0.truthChanges - $0.detected } ?? 0, falseShifts: score?.falseShifts ?? 0,
            medianDelaySeconds: score.flatMap { $0.delays.isEmpty ? nil : median($0.delays) },
            p90DelaySeconds: score?.delay(quantile: 0.9), faceDetectionRate: ratio(seen.with, seen.shown),
            framesPerSecond: Double(looks) / wall, realTimeFactor: frame.time.seconds / wall, framesAnalysed: looks,
            samples: samples, noSample: noSample, parts: parts(until: frame.time.seconds),
            millisecondsPerLook: 1000 * median(times))
    }

    private static func isNearMiddle(_ box: Rectangle, _ frame: borrowing GreyFrame) -> Bool {
        let x = box.x + box.width / 2 - frame.width / 2, y = box.y + box.height / 2 - frame.height / 2
        return abs(x) < frame.width / 4 && abs(y) < frame.height / 4
    }

    private func parts(until end: Double) -> [StreamReport.Part] {
        let stretches = truth?.truth.filter { $0.mood != "empty" } ?? [.init(mood: "unknown", start: 0, end: end + 1)]
        return stretches.map { part in
            let inside = zip(readings, weights).compactMap { reading, weight in
                part.start <= reading.time && reading.time < part.end ? reading.scores.map { ($0, weight) } : nil
            }
            let mean = EmotionScores { emotion in inside.reduce(0) { $0 + $1.0[emotion] * $1.1 } }
            return .init(
                mood: part.mood, start: part.start, end: part.end, dominant: mean.dominant.rawValue, scores: mean.named)
        }
    }
}
