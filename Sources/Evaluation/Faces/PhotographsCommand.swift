import ArgumentParser

/// `emotunes-evaluate photographs`: the whole way from a picture to an emotion, on labelled photographs.
struct PhotographsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "photographs",
        abstract: "Find and read the faces of labelled photographs, and count what was right.",
        discussion: """
            The table has the columns sheet, index, split and emotion; sheet 3 is faces/03.webp beside it, 20 cells of \
            160 x 160 pixels a row. Every photograph is looked at twice with nothing known before it, in the middle of \
            a frame of 320 x 240 pixels.
            """)

    @Argument(help: "CSV of photographs.")
    var table: String
    @Option(help: "Only the rows of this split.")
    var split = "validation"
    @Option(help: "Leave out persons with more photographs than this in the split (needs a column person).")
    var mostOfAPerson: Int?
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var look: LookOptions

    func validate() throws {
        if let mostOfAPerson, mostOfAPerson < 1 {
            throw ValidationError("--most-of-a-person must be 1 or more; \(mostOfAPerson) leaves no photograph")
        }
    }

    func run() throws {
        var photographs = try Photographs(table, split: split, mostOfAPerson: mostOfAPerson)
        let report = try photographs.report(through: look.analyser())
        if json { return try printJSON(report) }
        print("\(report.count) photographs with a label, face read in \(percent(ratio(report.read, report.count)))")
        for (emotion, figures) in report.perEmotion.sorted(by: { $0.value.read > $1.value.read }) {
            print("\(emotion.padding(10)) \(share(figures.recall, figures.read))")
        }
        print("calibration error  \(percent(report.ece))")
    }
}
