import Charts

/// Charts of the song moods.
enum MoodPictures {
    static func overview(_ statistics: CatalogueStatistics) -> ReportPicture {
        let heading = "Song moods and how sure they are"
        guard statistics.tracks > 0 else {
            return ReportPicture("moods", heading: heading, missing: "there is no track.")
        }
        let certain = statistics.certainty.mean.map { " Its mean is \(percent($0))." } ?? ""
        let caption = "How many tracks are filed under each mood, and how probable it is.\(certain)"
        return ReportPicture("moods", heading: heading, caption: caption, height: 165) { picture in
            let bars = ReportText.moods.enumerated().map { index, name in
                var parts = [0, 0, 0, 0]
                parts[index] = statistics.tracksByMood[index]
                let share = ReportText.percent(parts[index], statistics.tracks)
                return StackedBars.Bar(name, parts, remark: "\(ReportText.number(parts[index])), \(share)")
            }
            StackedBars(bars, series: ReportText.moods).drawRows(
                in: &picture, frame: Box(left: 0, top: 16, width: 520, height: 140), names: 90)
            let frame = Box(left: 610, top: 30, width: 320, height: 110)
            let shares = statistics.certainty.shares
            let plot = Plot(frame, x: 25...100, y: 0...max(shares.max() ?? 0, 1e-9))
            let width = frame.width / Double(shares.count)
            for (bin, share) in shares.enumerated() where share > 0 {
                let top = plot.y(share)
                picture.rect(
                    Box(
                        left: frame.left + Double(bin) * width, top: top, width: width - 1, height: frame.bottom - top),
                    "heat")
            }
            picture.text("probability of the mood", at: Point(frame.left, frame.top - 8), "strong")
            plot.drawBottomAxis(in: &picture, ticks: 4) { LinearScale.label($0) + " %" }
        }
    }

    static func agreement(_ statistics: CatalogueStatistics) -> ReportPicture {
        let heading = "Our mood against the file's own"
        let labelled = statistics.agreement.joined().reduce(0, +)
        guard labelled > 0 else {
            return ReportPicture(
                "agreement", heading: heading, missing: "no file gave a mood to a track with audio features.")
        }
        let same = statistics.agreement.indices.reduce(0) { $0 + statistics.agreement[$1][$1] }
        return ReportPicture(
            "agreement", heading: heading,
            caption: """
                \(ReportText.count(labelled, "track")) with audio features came with a mood; ours, told from the \
                features alone, is the same for \(ReportText.percent(same, labelled)). Labels are judgements \
                too.\(learned(statistics, labelled))
                """, height: 350
        ) { picture in
            ConfusionMatrix(names: ReportText.moods, counts: statistics.agreement).draw(
                in: &picture, frame: Box(left: 0, top: 0, width: 560, height: 340), rowName: "the file's mood",
                columnName: "our mood")
            for (index, line) in perMood(statistics).enumerated() {
                picture.text(line, at: Point(620, 70 + Double(index) * 22), "ink")
            }
        }
    }

    /// The remark on labelled songs that the model was trained on: its agreement on them proves nothing.
    private static func learned(_ statistics: CatalogueStatistics, _ labelled: Int) -> String {
        guard statistics.labelledTrainingSongs > 0 else { return "" }
        let songs =
            statistics.labelledTrainingSongs == labelled
            ? "These are all" : "\(ReportText.number(statistics.labelledTrainingSongs)) of these are"
        return " \(songs) songs that the model was trained on, which flatters it."
    }

    private static func perMood(_ statistics: CatalogueStatistics) -> [String] {
        ["of what we call …, the file says the same for"]
            + ReportText.moods.enumerated().map { index, name in
                let named = statistics.agreement.reduce(0) { $0 + $1[index] }
                return "\(name): \(ReportText.percent(statistics.agreement[index][index], named))"
            }
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
