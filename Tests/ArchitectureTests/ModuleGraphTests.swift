import Foundation
import TestSupport
import Testing

@Suite struct ModuleGraphTests {
    private let root = URL(fileURLWithPath: Repository.path(""))

    private func graph() throws -> ModuleGraph { try ModuleGraph(sources: root.appending(path: "Sources")) }

    /// Shims and the programs' few lines are not in the table.
    private func libraries(_ graph: ModuleGraph) -> ModuleGraph {
        ModuleGraph(graph.imports.filter { name, _ in name.first?.isUppercase == true && !isShim(name) })
    }

    private func isShim(_ name: String) -> Bool { name.hasPrefix("C") && name.dropFirst().first?.isUppercase == true }

    @Test func noModuleImportsWhatTheTableDoesNotAllow() throws {
        let graph = try graph()
        let document = try String(contentsOf: root.appending(path: "docs/modules.md"), encoding: .utf8)
        let allowed = ModuleTable.read(document, modules: Set(graph.imports.keys))
        #expect(libraries(graph).violations(of: allowed) == [])
        #expect(Set(allowed.keys).subtracting(graph.imports.keys) == [], "the table names modules that are gone")
    }

    @Test func modulesImportEachOtherInNoCircle() throws {
        #expect(try graph().cycle() == nil)
    }

    @Test func pictureShowsTheModulesAsTheyAre() throws {
        let picture = try String(contentsOf: root.appending(path: "docs/modules.svg"), encoding: .utf8)
        let drawn = picture.components(separatedBy: "<title>").dropFirst().compactMap {
            $0.components(separatedBy: "</title>").first?.replacing("&#45;", with: "-").replacing("&gt;", with: ">")
        }
        let arrows = Set(drawn.filter { $0.contains("->") })
        #expect(
            arrows == libraries(try graph()).reducedArrows().filter { !isShim($0.components(separatedBy: "->")[1]) },
            "run `make graph`")
    }

    /// emotunesctl is linked without unwinding tables, and toml++ throws at texts that are no TOML.
    @Test func theControlProgramReadsNoSettingsFile() throws {
        let folder = root.appending(path: "Sources/EmotunesControl")
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let sources = files.filter { $0.hasSuffix(".swift") }
        try #require(sources.count > 20)
        for file in sources {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for word in ["Configuration.load(", "SettingsFile(", "value(parsing:", "SettingsLayers"] {
                #expect(!text.contains(word), "\(file) has \(word): that is for Sources/SettingsCommands")
            }
        }
    }

    /// No other C++, which may throw, is linked into emotunesctl.
    @Test func theControlProgramHasNoOtherCPlusPlus() throws {
        let imports = try graph().imports
        var reached: Set<String> = [], waiting: Set<String> = ["emotunesctl"]
        while let name = waiting.popFirst() {
            if reached.insert(name).inserted { waiting.formUnion(imports[name] ?? []) }
        }
        let inCPlusPlus = try reached.filter { name in
            let folder = root.appending(path: "Sources/\(name)")
            guard FileManager.default.fileExists(atPath: folder.path) else { return false }
            return try FileManager.default.subpathsOfDirectory(atPath: folder.path).contains { $0.hasSuffix(".cpp") }
        }
        #expect(reached.contains("Configuration") && reached.contains("CLinux"))
        #expect(inCPlusPlus == ["CTomlPlusPlus"])
    }

    /// It would bring a copy of ICU with 38 MB of tables into every program: FoundationEssentials does.
    @Test func noSourceImportsAllOfFoundation() throws {
        let sources = root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        #expect(files.count > 300)
        let importing = try files.filter {
            ModuleGraph.imported(by: try String(contentsOf: $0, encoding: .utf8)).contains { name in
                ["Foundation", "FoundationNetworking", "FoundationInternationalization"].contains(name)
            }
        }
        #expect(importing.map(\.lastPathComponent) == [])
    }

    @Test func forbiddenImportIsReported() {
        let graph = ModuleGraph(["A": ["B"], "B": [], "D": []])
        #expect(graph.violations(of: ["A": [], "B": []]) == ["A imports B", "D is not in the table"])
    }

    @Test func circleIsReported() {
        #expect(ModuleGraph(["A": ["B"], "B": ["D"], "D": ["A"]]).cycle() == ["A", "B", "D", "A"])
    }

    @Test func arrowBesideALongerWayIsLeftOut() {
        #expect(ModuleGraph(["A": ["B", "D"], "B": ["D"], "D": []]).reducedArrows() == ["A->B", "B->D"])
    }

    @Test func importLinesOfEveryFormAreRead() {
        let text = """
            package import Alpha
            @testable import Beta
            import struct Gamma.Thing
            // import Delta
            let important = "import Epsilon"
            """
        #expect(ModuleGraph.imported(by: text) == ["Alpha", "Beta", "Gamma"])
    }
}
