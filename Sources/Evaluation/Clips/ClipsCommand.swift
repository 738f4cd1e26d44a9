import ArgumentParser
import FaceAnalysis

/// `emotunes-evaluate clips`: real clips, one after the other.
struct ClipsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clips",
        abstract: "Run the whole pipe over the clips of a table, each on its own, with default settings.",
        discussion: """
            Clips shorter than --seconds are looped, for --sweep to 24 seconds. A file faces.json beside the table that \
            says where the faces are (by clip: [[time, [[x, y, width, height], ...]], ...], times on the looped clip) \
            lets the report tell looks at a face from looks at something else.
            """)

    /// To so many seconds clips are looped under harder conditions.
    private static let sweepSeconds = 24.0

    @Argument(help: "A CSV with a column \"file\", relative to it; other columns are carried along.")
    var table: String
    @Flag(help: "Also under harder conditions: turned, dim, far away.")
    var sweep = false
    @Option(help: "Shorter clips are looped to so many seconds: a mood takes its time.")
    var seconds = 150.0
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var look: LookOptions

    func run() throws {
        let clips = try ClipTable(path: table)
        let folder = table.contains("/") ? String(table[...(table.lastIndex(of: "/") ?? table.startIndex)]) : ""
        let known = try ClipFaces.load(folder + "faces.json")
        var measurement = ClipsMeasurement(analyser: try look.analyser(), leastSeconds: seconds)
        func run(_ change: FrameChange) throws -> [ClipsReport.Clip] {
            try clips.rows.map { row in
                try measurement.run(row, faces: known?[Self.stem(row.file)], changed: change)
            }
        }
        let plain = try run(.none)
        var report = ClipsReport(clips: plain, millisecondsPerLook: 1000 * median(measurement.times), sweep: nil)
        if sweep {
            // What is found shows sooner than a mood.
            measurement.leastSeconds = min(seconds, Self.sweepSeconds)
            report.sweep = try FrameChange.sweep.map { change in
                ClipsReport.Condition(change, try run(change))
            }
        }
        json ? try printJSON(report) : show(report)
    }

    private func show(_ report: ClipsReport) {
        for clip in report.clips {
            let shares = clip.shares.filter { $0.value >= 0.02 }.sorted { $0.value > $1.value }
                .map { "\($0.key) \(decimal($0.value * 100, 0))" }.joined(separator: " ")
            let wrong = clip.longestWrongSeconds.map { $0 > 0 ? ", something else for up to \(decimal($0, 1)) s" : "" }
            print(
                "\(clip.file): found in \(percent(ratio(clip.found, clip.looks))) of \(clip.looks) looks, read \(clip.read)\(Self.right(clip))\(wrong ?? ""); \(clip.firstMood ?? "no mood"), looks \(shares)"
            )
            for shift in clip.shifts { print("  \(decimal(shift.at, 1)) s  \(shift.from) → \(shift.to)") }
        }
        print("\(decimal(report.millisecondsPerLook, 2)) ms CPU a look (median)")
        for condition in report.sweep ?? [] {
            let right = condition.shown.map { "\(percent(ratio(condition.right ?? 0, $0))) of \($0) looks at a face" }
            print(
                "\(condition.condition.padding(22)) \(right ?? percent(ratio(condition.found, condition.looks))), read \(condition.read)"
            )
        }
    }

    private static func right(_ clip: ClipsReport.Clip) -> String {
        guard let shown = clip.shown, let right = clip.right, shown > 0 else { return "" }
        return ", the face in \(percent(ratio(right, shown))) of \(shown)"
    }

    /// The file's name without folder and ending.
    private static func stem(_ file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }
}
