/// Suggests a replacement for an unknown key.
enum Suggestion {
    /// To follow the unknown key: what was probably meant, or else what there is.
    static func forKey(_ path: String) -> String {
        let name = lastName(of: path)
        if let close = closest(to: path, among: SettingSchema.rules.map(\.key)) {
            return "no such key; did you mean \(close)?"
        }
        let elsewhere = SettingSchema.rules.filter { $0.name == name }.map(\.key)
        if elsewhere.count == 1 {
            return "no such key; did you mean \(elsewhere[0])?"
        }
        let section = String(path.dropLast(name.count + 1))
        let siblings = SettingSchema.rules.filter { $0.section == section }.map(\.name)
        if !siblings.isEmpty {
            return "no such key; [\(section)] has \(siblings.joined(separator: ", "))"
        }
        return "no such key; the tables are \(tableNames)"
    }

    /// To follow the name of an unknown table.
    static func forTable(_ path: String) -> String {
        if let close = closest(to: path, among: SettingSchema.tables.sorted()) {
            return "no such table; did you mean [\(close)]?"
        }
        return "no such table; there are \(tableNames)"
    }

    private static var tableNames: String {
        SettingSchema.sections.map { "[\($0.name)]" }.joined(separator: ", ")
    }

    private static func lastName(of path: String) -> String {
        path.lastIndex(of: ".").map { String(path[path.index(after: $0)...]) } ?? path
    }

    private static let mostEdits = 3

    /// The name with the smallest edit distance, if that is small enough.
    private static func closest(to path: String, among names: [String]) -> String? {
        // The comparison takes time in proportion to the product of the lengths; no real key is this long.
        guard path.utf8.count <= 64 else { return nil }
        let length = path.count
        // A difference in length is a lower bound of the edit distance.
        let near = names.filter { abs($0.count - length) <= mostEdits }
        let ranked = near.map { (name: $0, edits: edits(from: path, to: $0)) }
        guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
        let nameLength = lastName(of: best.name).count
        return best.edits <= max(1, min(mostEdits, nameLength / 3)) ? best.name : nil
    }

    /// The edit distance with transpositions of neighbours (optimal string alignment).
    static func edits(from source: String, to target: String) -> Int {
        let from = Array(source.lowercased())
        let to = Array(target.lowercased())
        var beforeLast: [Int] = []
        var last = Array(0...to.count)
        for row in 1..<(from.count + 1) {
            var current = [row]
            for column in 1..<(to.count + 1) {
                let same = from[row - 1] == to[column - 1]
                var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, from[row - 1] == to[column - 2], from[row - 2] == to[column - 1] {
                    cost = min(cost, beforeLast[column - 2] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[to.count]
    }
}
