import ArgumentParser
import Catalogue
import CatalogueImport
import Curation
import Emotions
import FoundationEssentials

/// `emotunes-evaluate recommend`: what is chosen for a catalogue and a taste, how good that is, and what it costs.
struct RecommendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend",
        abstract: "What is chosen for a catalogue and a taste, how good it is, and how fast.",
        discussion: """
            With --taste it prints the lists for that taste, with --first-lists those of people of whose taste nothing is \
            known. Without, it looks for planted tastes beside each catalogue \
            (FILE.csv.tastes.json, as made by make_catalogue.py --tastes), hides half of them, and says how much of \
            the hidden half comes back, beside other methods.
            """)

    @Option(
        name: .customLong("catalogue"),
        help: "A CSV of songs, imported first, or the state folder of a catalogue; may be given more than once.")
    var catalogues: [String]
    @Option(help: "A file of songs that are liked: any table that can be imported, a playlist for instance.")
    var taste: String?
    @Option(help: "The planted tastes, instead of those beside the catalogue.")
    var planted: String?
    @Option(help: "With --taste, the mood to choose for; all seven if left out.")
    var mood: Emotion?
    @Option(help: "Print so many lists for an unknown taste, and how far they hang together.")
    var firstLists: Int?
    @Option(help: "How many listeners of each kind are made up for each catalogue.")
    var listeners = 6
    @Option(help: "What the listeners are made up from.")
    var seed: UInt64 = 1
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var data: DataOptions

    func validate() throws {
        if catalogues.isEmpty { throw ValidationError("Give at least one --catalogue.") }
        if let firstLists, !(1...1000).contains(firstLists) {
            throw ValidationError("--first-lists must be from 1 to 1000.")
        }
        if !(1...1000).contains(listeners) { throw ValidationError("--listeners must be from 1 to 1000.") }
    }

    func run() throws {
        if let firstLists {
            for path in catalogues {
                try withState(path) { state in
                    let lists = try FirstLists(state: state, count: firstLists)
                    if json { try printJSON(lists) } else { lists.print() }
                }
            }
            return
        }
        if let taste {
            for path in catalogues {
                try withState(path) { state in
                    try TasteLists(state: state, taste: taste).print(moods: mood.map { [$0] }, json: json)
                }
            }
            return
        }
        var report = RecommendationReport()
        for path in catalogues {
            let tastes = planted ?? path.trimmingSlash + (path.hasSuffix(".csv") ? "" : ".csv") + ".tastes.json"
            try withState(path) { state in
                try RecommendationRun(listeners: listeners, seed: seed).add(state: state, tastes: tastes, to: &report)
            }
        }
        if json { try printJSON(report) } else { report.print() }
    }

    /// Calls `body` with the state folder of a catalogue; a CSV is imported into one that goes afterwards.
    private func withState(_ path: String, _ body: (String) throws -> Void) throws {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw EvaluationError("\(path): there is no such file or folder")
        }
        if isFolder { return try body(path) }
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let catalogue = try Catalogue.open(in: folder, starter: nil, now: Date()).catalogue
        _ = try catalogue.importFiles([path], scorer: try data.songMoodModel(), now: Date())
        catalogue.close()
        try body(folder)
    }
}

extension Emotion: ExpressibleByArgument {}

extension String {
    fileprivate var trimmingSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
