import ArgumentParser

/// `emotunes-evaluate songs`: the song-mood model against labelled songs.
struct SongsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "songs", abstract: "Agreement of the song-mood model with a labelled table of songs.")

    @Option(
        help: "CSV of songs with the ten audio features and a mood: data_moods.csv, the 278k table, or one like them.")
    var csv: String
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var data: DataOptions

    func run() throws {
        let report = try SongsMeasurement(model: try data.songMoodModel()).report(on: csv)
        if json { return try printJSON(report) }
        print("\(report.count) labelled songs, \(decimal(report.nanosecondsPerSong, 0)) ns CPU each")
        if report.skipped > 0 { print("\(report.skipped) rows without a mood or without all ten features left out") }
        print("accuracy           \(percent(report.accuracy))")
        print("log-loss           \(decimal(report.logLoss, 3))")
        print("calibration error  \(percent(report.ece))")
        let columns = report.order.map { $0.padding(11) }.joined()
        print("label \\ model  \(columns)")
        for (label, row) in zip(report.order, report.confusion) {
            print("  \(label.padding(13))" + row.map { "\($0)".padding(11) }.joined())
        }
        if let warning = report.warning { print(warning) }
    }
}
