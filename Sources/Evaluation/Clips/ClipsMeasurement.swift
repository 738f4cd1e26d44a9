import Configuration
import Curation
import Emotions
import FaceAnalysis
import Media
import MoodTracking
import Sampling
import VideoCapture

/// Runs the whole pipe over clips, each with nothing known before it, with default settings.
struct ClipsMeasurement {
    let analyser: FaceAnalyser
    /// Clips that are shorter are looped to so many seconds.
    var leastSeconds: Double
    /// CPU seconds of each look so far.
    private(set) var times: [Double] = []

    init(analyser: FaceAnalyser, leastSeconds: Double) {
        (self.analyser, self.leastSeconds) = (analyser, leastSeconds)
    }

    /// - Parameter faces: where the clip's faces are, if that is known.
    /// - Throws: `CaptureError` or `FaceAnalysisError` when the clip or OpenCV fails.
    mutating func run(
        _ row: ClipTable.Row, faces: ClipFaces?, changed change: FrameChange = .none
    ) throws -> ClipsReport.Clip {
        let settings = Settings()
        let end = max(leastSeconds, try Self.seconds(of: row.path))
        let source = try SourceAddress(parsing: "video:\(row.path)?speed=max&repeat=forever")
            .open(waker: try CaptureWaker())
        var engine = MoodEngine(policy: MoodPolicy(settings.mood), model: analyser.moodModel)
        var schedule = LookSchedule(looksPerSecond: settings.camera.looksPerSecond)
        var pace = LookPace(looksPerSecond: settings.camera.looksPerSecond)
        var frame = GreyFrame(), clip = ClipsReport.Clip(file: row.file), tally = FaceTally()
        var dominated: [Emotion: Int] = [:]
        // One noise for all clips and conditions: a run can be repeated.
        var generator = SeededGenerator(seed: 1)
        clip.labels = row.labels
        analyser.forget()
        while try source.next(notBefore: schedule.next, into: &frame) == .frame, frame.time.seconds < end {
            change.apply(to: &frame, &generator)
            let began = threadSeconds()
            let reading = try analyser.read(frame)
            times.append(threadSeconds() - began)
            clip.looks += 1
            var (scores, box, pose): (EmotionScores?, Rectangle?, Int?)
            switch reading {
            case .face(let place, let found, let number):
                (scores, box, pose) = (found, place, number)
                clip.read += 1
                dominated[found.dominant, default: 0] += 1
            case .none(let reason, let place):
                box = place
                clip.noSample[reason.rawValue, default: 0] += 1
            }
            if box != nil { clip.found += 1 }
            let known = faces?.boxes(at: frame.time.seconds)?.map {
                change.moved($0, width: frame.width, height: frame.height)
            }
            tally.look(at: frame.time.seconds, box, known: known)
            schedule.looked(
                at: frame.time, pace: pace.looked(reading.scores, place: reading.place, at: frame.time))
            for event in engine.observe(scores, pose: pose, at: frame.time) {
                switch event {
                case .settled(let mood, _): clip.firstMood = clip.firstMood ?? mood.rawValue
                case .shifted(let shift):
                    clip.shifts.append(
                        CalledShift(at: shift.at.seconds, from: shift.from.rawValue, to: shift.to.rawValue))
                case .renamed, .nearly, .away, .back: break
                }
            }
        }
        clip.shares = Dictionary(
            uniqueKeysWithValues: Emotion.allCases.map { ($0.rawValue, ratio(dominated[$0] ?? 0, clip.read)) })
        clip.belief = engine.belief.named
        if faces != nil {
            (clip.shown, clip.right, clip.wrong) = (tally.shown, tally.right, tally.wrong)
            clip.longestWrongSeconds = tally.longestWrongSeconds
        }
        return clip
    }

    /// How long a clip is.
    private static func seconds(of path: String) throws -> Double {
        let source = try SourceAddress(parsing: "video:\(path)?speed=max").open(waker: try CaptureWaker())
        var frame = GreyFrame()
        guard try source.next(notBefore: nil, into: &frame) == .frame,
            try source.next(notBefore: nil, into: &frame) == .frame
        else { return 0 }
        let interval = frame.time.seconds
        while try source.next(notBefore: MediaTime(seconds: .greatestFiniteMagnitude), into: &frame) == .frame {}
        return interval * Double(source.framesSeen)
    }
}

/// Counts looks that saw a face that is known to be there, and looks at something else meanwhile.
struct FaceTally: Equatable {
    private(set) var shown = 0, right = 0, wrong = 0
    private(set) var longestWrongSeconds = 0.0
    /// Since when every look has been at something else.
    private var wrongSince: Double?

    /// - Parameter known: the faces then; nil if that is not known.
    mutating func look(at time: Double, _ box: Rectangle?, known: [Rectangle]?) {
        // A stretch ends with the look that no longer belongs to it.
        if let since = wrongSince { longestWrongSeconds = max(longestWrongSeconds, time - since) }
        guard let known, !known.isEmpty else {
            wrongSince = nil
            return
        }
        shown += 1
        switch box.map({ ClipFaces.judge($0, among: known) }) {
        case .face?:
            right += 1
            wrongSince = nil
        case .thing?:
            wrong += 1
            wrongSince = wrongSince ?? time
        case .unknown?, nil: wrongSince = nil
        }
    }
}
