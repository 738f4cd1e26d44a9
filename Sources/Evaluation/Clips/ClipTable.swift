import FoundationEssentials
import Tables

/// The clips that a table names, in its order.
struct ClipTable {
    /// One row.
    struct Row {
        /// As the table says it, and where that is.
        var file: String, path: String
        /// The other columns, carried along.
        var labels: [String: String]
    }

    private(set) var rows: [Row] = []

    /// - Throws: `EvaluationError` if the file is missing, has no column `file` or names no clip.
    init(path: String) throws(EvaluationError) {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw EvaluationError("\(path): cannot be read; give a CSV with a column \"file\"")
        }
        try self.init(Array(data), path: path)
    }

    init(_ bytes: [UInt8], path: String) throws(EvaluationError) {
        var reader = CSVReader(bytes)
        guard case .record(let header)? = try? reader.next() else {
            throw EvaluationError("\(path): holds no table; give a CSV with a column \"file\"")
        }
        let names = (0..<header.count).map { header[$0] ?? "" }
        guard let column = names.firstIndex(of: "file") else {
            throw EvaluationError("\(path): has no column \"file\"")
        }
        let folder = path.contains("/") ? path[...(path.lastIndex(of: "/") ?? path.startIndex)] : ""
        while let row = try? reader.next() {
            guard case .record(let record) = row, let file = record[column], !file.isEmpty else { continue }
            var labels: [String: String] = [:]
            for (index, name) in names.enumerated() where index != column && !name.isEmpty {
                labels[name] = record[index] ?? ""
            }
            rows.append(Row(file: file, path: file.hasPrefix("/") ? file : folder + file, labels: labels))
        }
        if rows.isEmpty { throw EvaluationError("\(path): names no clip") }
    }
}
