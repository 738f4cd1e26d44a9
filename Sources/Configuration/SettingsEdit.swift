/// Ways to change a key in the text of a configuration file, the best first. Some may be wrong for a text written in an
/// unusual way: who uses one reads it again and compares.
struct SettingsEdit {
    private let text: [UInt8]
    private let scan: TomlScan

    init(_ text: [UInt8]) {
        self.text = text
        scan = TomlScan(text)
    }

    /// Texts in which the key has the value, which is given as TOML.
    func setting(_ rule: SettingRule, to value: String) -> [[UInt8]] {
        let line = "\(rule.name) = \(value)"
        let inPlace = scan.assignments.filter { $0.path == rule.key }.map { replacing($0.value, with: value) }
        return inPlace + inCommentedLine(rule, value) + behindItsTable(rule, line) + behindDottedKeys(rule, value)
            + [atTheEnd("[\(rule.section)]\(newline)\(line)")]
    }

    /// Texts in which the key is commented out, with its default.
    func unsetting(_ rule: SettingRule) -> [[UInt8]] {
        scan.assignments.filter { $0.path == rule.key && !$0.isInline }.map { assignment in
            let key = String(decoding: text[assignment.key], as: UTF8.self)
            return replacing(
                assignment.key.lowerBound..<assignment.value.upperBound, with: "# \(key) = \(rule.defaultText)")
        }
    }

    private func replacing(_ range: Range<Int>, with part: String) -> [UInt8] {
        var changed = text
        changed.replaceSubrange(range, with: part.utf8)
        return changed
    }

    /// `# threshold = 0.84` in the table's part of the text; what stands behind the value stays.
    private func inCommentedLine(_ rule: SettingRule, _ value: String) -> [[UInt8]] {
        parts(of: rule.section).flatMap(lines).compactMap { line -> [UInt8]? in
            let isOfAKey = scan.assignments.contains {
                $0.key.lowerBound < line.upperBound && line.lowerBound < $0.value.upperBound
            }
            guard !isOfAKey, let start = text[line].firstIndex(of: UInt8(ascii: "#")),
                text[line.lowerBound..<start].allSatisfy(\.isBlank)
            else { return nil }
            let inner = text[start..<line.upperBound].drop { $0 == UInt8(ascii: "#") || $0.isBlank }
            // Prose may begin like that too; what it goes on with is no value then.
            guard let found = try? TomlDocument.entries(of: Array(inner)), found.count == 1, found[0].path == rule.name,
                let old = TomlScan(Array(inner)).assignments.first
            else { return nil }
            let end = inner.startIndex + old.value.upperBound
            return replacing(start..<end, with: "\(rule.name) = \(value)")
        }
    }

    /// Behind the last key of `[table]`, or below the header if it has none.
    private func behindItsTable(_ rule: SettingRule, _ line: String) -> [[UInt8]] {
        scan.headers.indices.filter { scan.headers[$0].table == rule.section }.map { number in
            let last = scan.assignments.last { $0.header == number && !$0.isInline }
            return inserting(line, behind: last?.value.upperBound ?? (scan.headers[number].line.upperBound - 1))
        }
    }

    /// Behind the last of the table's keys that are written with dots, in the same way.
    private func behindDottedKeys(_ rule: SettingRule, _ value: String) -> [[UInt8]] {
        guard let last = scan.assignments.last(where: { $0.path.hasPrefix(rule.section + ".") && !$0.isInline }) else {
            return []
        }
        let table = last.header.flatMap { scan.headers[$0].table }
        guard table == nil || rule.key.hasPrefix("\(table ?? "").") else { return [] }
        let key = table.map { rule.key.dropFirst($0.count + 1) } ?? rule.key[...]
        return [inserting("\(key) = \(value)", behind: last.value.upperBound)]
    }

    private func atTheEnd(_ lines: String) -> [UInt8] {
        var text = text
        if let last = text.last {
            if last != UInt8(ascii: "\n") { text += newline.utf8 }
            text += newline.utf8
        }
        return text + Array("\(lines)\(newline)".utf8)
    }

    /// A line of its own below the line that holds the place.
    private func inserting(_ line: String, behind place: Int) -> [UInt8] {
        if let end = text[place...].firstIndex(of: UInt8(ascii: "\n")) {
            return replacing(end + 1..<end + 1, with: "\(line)\(newline)")
        }
        return replacing(text.count..<text.count, with: "\(newline)\(line)\(newline)")
    }

    /// The parts of the text below the headers of a table.
    private func parts(of table: String) -> [Range<Int>] {
        scan.headers.indices.filter { scan.headers[$0].table == table }.map { number in
            let end = number + 1 < scan.headers.count ? scan.headers[number + 1].line.lowerBound : text.count
            return scan.headers[number].line.upperBound..<end
        }
    }

    /// The lines of a part, with their breaks.
    private func lines(of part: Range<Int>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = part.lowerBound
        while start < part.upperBound {
            let end = text[start..<part.upperBound].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? part.upperBound
            lines.append(start..<end)
            start = end
        }
        return lines
    }

    /// As the text ends its lines.
    private var newline: String {
        guard let first = text.firstIndex(of: UInt8(ascii: "\n")), first > 0 else { return "\n" }
        return text[first - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
