import FoundationEssentials
import Media
import VideoCapture

/// One labelled face: its pixels and both label sets.
struct LabelledFace {
    /// 48 × 48 grey bytes.
    var pixels: [UInt8]
    /// FER2013's label, nil where it is unknown.
    var fer2013: String?
    /// The FER+ emotion holding more than half of all votes left once votes of one are dropped, unknown and
    /// not-a-face included (Barsoum et al. 2016); nil where none does.
    var ferplus: String?
}

/// Reads a label CSV and the sheets it names: grids of 40 columns of 48 × 48 grey faces, as lossless pictures.
struct LabelledFaces {
    static let side = 48
    private static let columns = 40
    private static let emotions = [
        "neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt",
    ]
    private static let others = ["unknown", "not_a_face"]

    /// - Throws: `EvaluationError` or `CaptureError` naming the file and line that is wrong.
    static func load(_ path: String) throws -> [LabelledFace] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw EvaluationError("\(path): cannot be read; give a CSV of labelled faces")
        }
        let folder =
            path.contains("/")
            ? path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") : "."
        let lines = text.split(whereSeparator: \.isNewline)
        let header =
            lines.first.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
        let needed = ["sheet", "index", "fer2013"] + emotions + others
        if let missing = needed.first(where: { !header.contains($0) }) {
            throw EvaluationError("\(path): has no column \"\(missing)\"; needed are \(needed.joined(separator: ", "))")
        }
        let reader = try PictureFile()
        var sheets: [String: GreyFrame] = [:]
        var faces: [LabelledFace] = []
        for (number, line) in lines.enumerated().dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == header.count else {
                throw EvaluationError("\(path):\(number + 1): \(cells.count) cells instead of \(header.count)")
            }
            let row = Dictionary(zip(header, cells)) { first, _ in first }
            let name = row["sheet"] ?? ""
            if sheets[name] == nil {
                var sheet = GreyFrame()
                try reader.read("\(folder)/\(name)", into: &sheet)
                sheets[name] = sheet
            }
            guard let index = row["index"].flatMap({ Int($0) }), let sheet = sheets[name],
                let pixels = cut(index, from: sheet)
            else { throw EvaluationError("\(path):\(number + 1): no face \(row["index"] ?? "?") in \(name)") }
            faces.append(
                LabelledFace(
                    pixels: pixels, fer2013: row["fer2013"].flatMap { $0.isEmpty ? nil : $0 }, ferplus: majority(row)))
        }
        return faces
    }

    private static func cut(_ index: Int, from sheet: GreyFrame) -> [UInt8]? {
        let left = index % columns * side, top = index / columns * side
        guard index >= 0, left + side <= sheet.width, top + side <= sheet.height else { return nil }
        return (0..<side).flatMap { y in
            let start = (top + y) * sheet.width + left
            return sheet.pixels[start..<start + side]
        }
    }

    private static func majority(_ row: [String: String]) -> String? {
        let votes = Dictionary(
            uniqueKeysWithValues: (emotions + others).map { name in
                let count = row[name].flatMap { Int($0) } ?? 0
                return (name, count > 1 ? count : 0)
            })
        let total = votes.values.reduce(0, +)
        return emotions.first { (votes[$0] ?? 0) * 2 > total }
    }
}
