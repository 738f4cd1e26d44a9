import Emotions
import FaceAnalysis
import Media

/// Photographs of one face each with a label for its expression.
struct Photographs {
    private static let side = 160, columns = 20
    private static let frameSize = (width: 320, height: 240)
    /// A newcomer is a person only when seen twice.
    private static let looks = 2

    private var table: LabelTable
    private let rows: [(row: LabelTable.Row, emotion: Emotion)]

    /// - Parameter mostOfAPerson: leaves out persons with more photographs than this in the split; nil leaves out none.
    ///
    /// - Throws: `EvaluationError` or `CaptureError` naming the file and line that is wrong.
    init(_ path: String, split: String, mostOfAPerson: Int? = nil) throws {
        let columns = ["sheet", "index", "split", "emotion"] + (mostOfAPerson == nil ? [] : ["person"])
        table = try LabelTable(path, of: "labelled photographs", needing: columns)
        let inSplit = table.rows.filter { $0.cells["split"] == split }
        // Photographs without a person cannot be counted together.
        let often = Dictionary(grouping: inSplit) { $0.cells["person"] ?? "" }.mapValues(\.count)
            .filter { !$0.key.isEmpty }
        rows = try inSplit.compactMap { [table] row in
            if let mostOfAPerson, often[row.cells["person"] ?? "", default: 0] > mostOfAPerson { return nil }
            guard let name = row.cells["emotion"], !name.isEmpty else { return nil }
            guard let emotion = Emotion(rawValue: name) else {
                throw EvaluationError(
                    "\(table.path):\(row.line): \"\(name)\" is none of "
                        + Emotion.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return (row, emotion)
        }
        if rows.isEmpty { throw EvaluationError("\(path): no photograph with an emotion in the split \"\(split)\"") }
    }

    /// Looks at each of them with nothing known before it.
    ///
    /// - Throws: `EvaluationError`, `CaptureError` or `FaceAnalysisError` when a sheet or OpenCV fails.
    mutating func report(through analyser: FaceAnalyser) throws -> PhotographsReport {
        var count = RecallCount(), calibration = CalibrationBins()
        for (row, emotion) in rows {
            let sheet = row.cells["sheet"] ?? ""
            let name = "faces/" + String(repeating: "0", count: max(0, 2 - sheet.count)) + sheet + ".webp"
            let pixels = try table.cell(of: row, in: name, side: Self.side, columns: Self.columns)
            let frame = Self.frame(around: pixels)
            analyser.forget()
            var scores: EmotionScores?
            for _ in 0..<Self.looks { scores = try analyser.read(frame).scores }
            guard let scores else { continue }
            count.add(emotion.rawValue, right: scores.dominant == emotion)
            calibration.add(confidence: scores[scores.dominant], right: scores.dominant == emotion)
        }
        let figures = count.recall.map {
            ($0.key, PhotographsReport.Figures(read: count.count(of: $0.key), recall: $0.value))
        }
        return PhotographsReport(
            count: rows.count, read: count.count, perEmotion: Dictionary(uniqueKeysWithValues: figures),
            ece: calibration.error)
    }

    /// The cell in the middle of a camera's frame; its edge goes on outwards.
    private static func frame(around pixels: [UInt8]) -> GreyFrame {
        var frame = GreyFrame()
        frame.reshape(width: frameSize.width, height: frameSize.height)
        let left = (frameSize.width - side) / 2, top = (frameSize.height - side) / 2
        for y in 0..<frameSize.height {
            let row = min(max(y - top, 0), side - 1) * side
            for x in 0..<frameSize.width {
                frame.pixels[y * frameSize.width + x] = pixels[row + min(max(x - left, 0), side - 1)]
            }
        }
        return frame
    }
}

/// What `emotunes-evaluate photographs --json` prints.
struct PhotographsReport: Encodable {
    /// Of one emotion.
    struct Figures: Encodable {
        /// Photographs of it whose face was found and read.
        var read: Int
        /// The share of these that were read as it.
        var recall: Double
    }

    /// Photographs with a label, and those whose face was found and read.
    var count: Int, read: Int
    var perEmotion: [String: Figures]
    /// Expected calibration error of the daemon's seven scores.
    var ece: Double
}
