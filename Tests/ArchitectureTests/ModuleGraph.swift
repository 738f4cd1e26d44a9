import Foundation

/// Which of our modules import which, read from the sources.
struct ModuleGraph {
    /// The imported modules, by importing module.
    private(set) var imports: [String: Set<String>] = [:]

    init(_ imports: [String: Set<String>]) {
        self.imports = imports
    }

    /// Reads the import lines of every Swift file below `folder`, which holds a folder per module.
    init(sources folder: URL) throws {
        let files = FileManager.default
        let modules = try files.contentsOfDirectory(atPath: folder.path)
        for module in modules {
            let found =
                files.enumerator(atPath: folder.appending(path: module).path)?.compactMap { $0 as? String } ?? []
            var names: Set<String> = []
            for file in found where file.hasSuffix(".swift") {
                let text = try String(contentsOf: folder.appending(path: "\(module)/\(file)"), encoding: .utf8)
                names.formUnion(Self.imported(by: text))
            }
            imports[module] = names.intersection(modules)
        }
    }

    /// The modules that a file's import lines name.
    static func imported(by text: String) -> Set<String> {
        var names: Set<String> = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
                words[..<place].allSatisfy({
                    ["package", "public", "private", "fileprivate"].contains($0) || $0.hasPrefix("@")
                })
            else { continue }
            // `import struct Module.Type` names the module behind the kind.
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let last = kinds.contains(words[place + 1]) && place + 2 < words.count ? words[place + 2] : words[place + 1]
            names.insert(String(last.prefix { $0 != "." }))
        }
        return names
    }

    /// The modules of one cycle in order, the first again at the end; nil if there is none.
    func cycle() -> [String]? {
        var finished: Set<String> = []
        func visit(_ module: String, _ path: [String]) -> [String]? {
            if let start = path.firstIndex(of: module) { return path[start...] + [module] }
            guard !finished.contains(module) else { return nil }
            for next in imports[module, default: []].sorted() {
                if let found = visit(next, path + [module]) { return found }
            }
            finished.insert(module)
            return nil
        }
        for module in imports.keys.sorted() {
            if let found = visit(module, []) { return found }
        }
        return nil
    }

    /// A line for each import that `allowed` does not name, and for each module that it does not know.
    func violations(of allowed: [String: Set<String>]) -> [String] {
        imports.keys.sorted().flatMap { module -> [String] in
            guard let known = allowed[module] else { return ["\(module) is not in the table"] }
            return imports[module, default: []].subtracting(known).sorted().map { "\(module) imports \($0)" }
        }
    }

    /// The arrows "from->to" that remain when those are left out that a longer way makes superfluous.
    func reducedArrows() -> Set<String> {
        var reachable: [String: Set<String>] = [:]
        func reach(_ module: String) -> Set<String> {
            if let known = reachable[module] { return known }
            let direct = imports[module, default: []]
            let all = direct.reduce(into: direct) { $0.formUnion(reach($1)) }
            reachable[module] = all
            return all
        }
        var arrows: Set<String> = []
        for (module, direct) in imports {
            for next in direct where !direct.contains(where: { $0 != next && reach($0).contains(next) }) {
                arrows.insert("\(module)->\(next)")
            }
        }
        return arrows
    }
}
