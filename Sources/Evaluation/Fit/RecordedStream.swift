import Emotions
import FoundationEssentials
import Media
import MoodTracking

/// What the classifier read in one stream, look by look, and what the stream truly showed: `stream --readings` writes the
/// one, the JSON beside a scripted stream holds the other.
struct RecordedStream: Sendable {
    /// One look.
    struct Look: Sendable {
        /// Seconds from the stream's start.
        var time: Double
        /// nil where no face was read.
        var scores: EmotionScores?
        /// The number of the pose's picture.
        var pose: Int?
    }

    var name: String
    var looks: [Look]
    var truth: StreamTruth
    /// Where it is a simulated day: the day.
    var day: SimulatedDay?

    /// - Parameter path: NAME.csv; the truth is NAME.json in the same folder.
    /// - Throws: `EvaluationError` naming the file and line that is wrong.
    static func load(_ path: String) throws(EvaluationError) -> RecordedStream {
        guard path.hasSuffix(".csv") else {
            throw EvaluationError("\(path): readings are a .csv file, with the truth in a .json file of the same name")
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw EvaluationError("\(path): cannot be read")
        }
        let stem = path.dropLast(4)
        let name = stem.split(separator: "/").last.map(String.init) ?? String(stem)
        return RecordedStream(
            name: name, looks: try looks(in: text, path), truth: try StreamTruth.load(stem + ".json"))
    }

    private static func looks(in text: String, _ path: String) throws(EvaluationError) -> [Look] {
        let lines = text.split(whereSeparator: \.isNewline)
        let header = lines.first?.split(separator: ",").map(String.init) ?? []
        func column(_ name: String) throws(EvaluationError) -> Int {
            guard let place = header.firstIndex(of: name) else {
                throw EvaluationError("\(path): has no column \"\(name)\"; write it with stream --readings")
            }
            return place
        }
        let time = try column("time"), pose = try column("pose")
        var scores: [Int] = []
        for emotion in Emotion.allCases { scores.append(try column(emotion.rawValue)) }
        var looks: [Look] = []
        for (number, line) in lines.enumerated().dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == header.count, let seconds = Double(cells[time]) else {
                throw EvaluationError("\(path):\(number + 1): not a look's time and \(header.count - 1) other cells")
            }
            let values = scores.compactMap { Double(cells[$0]) }
            guard values.count == scores.count || cells[scores[0]].isEmpty else {
                throw EvaluationError("\(path):\(number + 1): not seven scores")
            }
            looks.append(
                Look(
                    time: seconds,
                    scores: values.count == scores.count ? EmotionScores { values[$0.lane] } : nil,
                    pose: Int(cells[pose])))
        }
        return looks
    }
}
