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
    static let emotions = [
        "neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt",
    ]
    private static let others = ["unknown", "not_a_face"]

    /// - Throws: `EvaluationError` or `CaptureError` naming the file and line that is wrong.
    static func load(_ path: String) throws -> [LabelledFace] {
        var table = try LabelTable(
            path, of: "labelled faces", needing: ["sheet", "index", "fer2013"] + emotions + others)
        return try table.rows.map { row in
            LabelledFace(
                pixels: try table.cell(of: row, in: row.cells["sheet"] ?? "", side: side, columns: columns),
                fer2013: row.cells["fer2013"].flatMap { $0.isEmpty ? nil : $0 }, ferplus: majority(row.cells))
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
