/// The table in `docs/modules.md`: which module may import which.
enum ModuleTable {
    /// What each module may import; a module whose line says "all" may import every other.
    static func read(_ document: String, modules: Set<String>) -> [String: Set<String>] {
        var allowed: [String: Set<String>] = [:]
        for line in document.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard cells.count >= 4, let module = quoted(cells[1]).first else { continue }
            let isAll = cells[3].contains("all")
            // Platform stands beside the standard library: every module may import it.
            let named = Set(quoted(cells[3])).union(module == "Platform" ? [] : ["Platform"])
            allowed[module] = isAll ? modules : named
        }
        return allowed
    }

    /// The words between back quotes.
    private static func quoted(_ cell: Substring) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }
}
