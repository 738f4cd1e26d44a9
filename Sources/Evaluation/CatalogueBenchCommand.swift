import ArgumentParser
import FoundationEssentials

/// `emotunes-evaluate bench-catalogue`: what importing costs, and what finding songs in the result does.
struct CatalogueBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-catalogue",
        abstract: "CPU time and memory of importing made-up catalogues, beside Python's; and of a search in the index.")

    @Option(help: "The emotunesctl to measure.")
    var ctl: String
    @Option(help: "Rows of the usual catalogue.")
    var rows = 278_000
    @Option(help: "Rows of the large one.")
    var manyRows = 1_000_000
    @Option(help: "A Python with pandas and scikit-learn; without them its figures are left out.")
    var python = "python3"
    @Option(help: "The script that it runs.")
    var script = "Tests/Bench/catalogue.py"
    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var report = CatalogueBenchReport()
        for schema in CatalogueMaker.Schema.allCases {
            report.imports.append(try measure(schema, rows, folder))
        }
        report.imports.append(try measure(.genres114k, manyRows, folder))
        for count in [rows, manyRows] {
            report.python += try measurePython("\(folder)/genres114k-\(count).csv", folder).map { [$0] } ?? []
            report.searches.append(try CatalogueSearchBench(state: "\(folder)/genres114k-\(count)").run())
        }
        if json { try printJSON(report) } else { report.print(python: python) }
    }

    private func measure(
        _ schema: CatalogueMaker.Schema, _ count: Int, _ folder: String
    ) throws -> CatalogueBenchReport.Import {
        let name = "\(folder)/\(schema.rawValue)-\(count)"
        var maker = CatalogueMaker(rows: count, seed: 1)
        try maker.write(schema, rows: count, to: "\(name).csv")
        let cost = try ChildProcess(
            path: ctl, arguments: ["catalogue", "import", "\(name).csv", "--state-dir", name]
        ).run()
        return .init(schema: schema.rawValue, rows: count, cost: cost)
    }

    /// Nil if there is no such Python here.
    private func measurePython(_ file: String, _ folder: String) throws -> CatalogueBenchReport.Python? {
        guard
            (try? ChildProcess(path: python, arguments: ["-c", "import pandas, sklearn"], complaints: "/dev/null").run())
                != nil
        else { return nil }
        let output = "\(folder)/python.json"
        _ = try ChildProcess(path: python, arguments: [script, file], output: output).run()
        return try JSONDecoder().decode(
            CatalogueBenchReport.Python.self, from: Data(contentsOf: URL(fileURLWithPath: output)))
    }
}

/// What `bench-catalogue --json` prints.
struct CatalogueBenchReport: Encodable {
    struct Import: Encodable {
        var schema: String
        var rows: Int
        var cost: ChildProcess.Cost
    }

    /// As `Tests/Bench/catalogue.py` prints it; CPU seconds.
    struct Python: Codable {
        var rows: Int
        var read: Double, fit: Double, whole: Double
        var peakMegabytes: Int
    }

    var imports: [Import] = []
    /// Empty where Python or its libraries are missing.
    var python: [Python] = []
    var searches: [CatalogueSearchBench.Figures] = []

    func print(python path: String) {
        for entry in imports {
            Swift.print(
                "import of \(entry.rows) rows, \(entry.schema) (parse, merge, classify, index, commit): \(decimal(entry.cost.cpuSeconds, 2)) s CPU, \(decimal(entry.cost.peakMegabytes, 0)) MB peak"
            )
        }
        for entry in python {
            Swift.print(
                "Python on the same \(entry.rows) rows: \(decimal(entry.whole, 2)) s CPU, \(entry.peakMegabytes) MB peak (reads the CSV in \(decimal(entry.read, 2)) s, fits TF-IDF in \(decimal(entry.fit, 2)) s; writes nothing)"
            )
        }
        if python.isEmpty {
            Swift.print("Python: \(path) has no pandas and scikit-learn here, so there is nothing beside")
        }
        for entry in searches {
            Swift.print(
                "nearest 200 of \(entry.tracks) tracks to a taste of 50 with 4 centres: \(decimal(entry.milliseconds, 2)) ms CPU warm (median of 30), \(decimal(entry.firstMilliseconds, 1)) ms with opening; \(decimal(entry.privateMegabytes, 1)) MB of its own, the index of \(decimal(entry.mappedMegabytes, 1)) MB among it"
            )
        }
    }
}
