import FoundationEssentials
import Media
import VideoCapture

/// A CSV of labels, and the pictures beside it that it cuts into cells; no cell of the CSV holds a comma.
struct LabelTable {
    /// A line of the file, counted from 1, and its cells by column.
    typealias Row = (line: Int, cells: [String: String])

    let path: String
    let rows: [Row]
    private let reader: PictureFile
    private var sheets: [String: GreyFrame] = [:]

    /// - Throws: `EvaluationError` naming the file and what it lacks, `CaptureError` where pictures cannot be read at all.
    init(_ path: String, of what: String, needing needed: [String]) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw EvaluationError("\(path): cannot be read; give a CSV of \(what)")
        }
        let lines = text.split(whereSeparator: \.isNewline)
        let header =
            lines.first.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
        if let missing = needed.first(where: { !header.contains($0) }) {
            throw EvaluationError("\(path): has no column \"\(missing)\"; needed are \(needed.joined(separator: ", "))")
        }
        rows = try lines.enumerated().dropFirst().map { number, line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == header.count else {
                throw EvaluationError("\(path):\(number + 1): \(cells.count) cells instead of \(header.count)")
            }
            return (number + 1, Dictionary(zip(header, cells)) { first, _ in first })
        }
        self.path = path
        reader = try PictureFile()
    }

    /// A square cell of a sheet: `index` counts row by row from 0.
    ///
    /// - Parameter sheet: the sheet's name, relative to the table.
    /// - Throws: `EvaluationError` naming the line whose cell is beyond its sheet, `CaptureError` for an unreadable sheet.
    mutating func cell(of row: Row, in sheet: String, side: Int, columns: Int) throws -> [UInt8] {
        if sheets[sheet] == nil {
            var picture = GreyFrame()
            try reader.read("\(folder)/\(sheet)", into: &picture)
            sheets[sheet] = picture
        }
        let number = row.cells["index"] ?? ""
        guard let index = Int(number), index >= 0, let picture = sheets[sheet],
            index % columns * side + side <= picture.width, index / columns * side + side <= picture.height
        else { throw EvaluationError("\(path):\(row.line): no face \(number) in \(sheet)") }
        let left = index % columns * side, top = index / columns * side
        return (top..<top + side).flatMap { y in
            picture.pixels[y * picture.width + left..<y * picture.width + left + side]
        }
    }

    private var folder: String {
        path.contains("/")
            ? path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") : "."
    }
}
