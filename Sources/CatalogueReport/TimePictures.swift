import Charts

/// Charts over the years.
enum TimePictures {
    /// More years than this do not fit side by side.
    private static let mostYears = 100

    static func decades(_ statistics: CatalogueStatistics) -> ReportPicture {
        let heading = "Moods by decade"
        guard !statistics.decades.isEmpty else {
            return ReportPicture("decades", heading: heading, missing: "no track has a year.")
        }
        return ReportPicture(
            "decades", heading: heading, caption: "The share of each mood, and above it how many tracks there are.",
            height: 300
        ) { picture in
            Legend(ReportText.moods).draw(in: &picture, at: Point(56, 14))
            let bars = statistics.decades.sorted { $0.key < $1.key }.map { decade, moods in
                StackedBars.Bar("\(decade)0s", moods, remark: ReportText.number(moods.reduce(0, +)))
            }
            StackedBars(bars, series: ReportText.moods).drawColumns(
                in: &picture, frame: Box(left: 56, top: 50, width: 890, height: 215))
        }
    }

    static func hits(_ statistics: CatalogueStatistics) -> ReportPicture {
        let heading = "The ten most popular tracks of each year"
        let years = statistics.hits.byYear.sorted { $0.key < $1.key }.suffix(mostYears)
        guard let first = years.first?.key, let last = years.last?.key else {
            return ReportPicture("hits", heading: heading, missing: "no track has both a year and a popularity.")
        }
        let moods = statistics.hits.byMood, all = moods.reduce(0, +)
        let shares = ReportText.moods.enumerated().map { "\($1) \(ReportText.percent(moods[$0], all))" }
        return ReportPicture(
            "hits", heading: heading,
            caption: """
                By mood, the most popular at the top; point at one to see which it is. All years together: \
                \(shares.joined(separator: ", ")).
                """,
            height: 290
        ) { picture in
            Legend(ReportText.moods).draw(in: &picture, at: Point(44, 14))
            let frame = Box(left: 44, top: 32, width: 900, height: 220)
            let plot = Plot(frame, x: Double(first)...Double(last + 1), y: 0...10)
            let width = min(frame.width / Double(last + 1 - first), 40), height = frame.height / 10
            for (year, hits) in years {
                let middle = (plot.x(Double(year)) + plot.x(Double(year + 1))) / 2
                for (place, hit) in hits.enumerated() {
                    let box = Box(
                        left: middle - width / 2 + 0.5, top: frame.top + Double(place) * height + 0.5,
                        width: width - 1, height: height - 1)
                    let note = "\(year), place \(place + 1): \(hit.name) (\(hit.popularity))"
                    picture.rect(box, ChartStyle.fill(hit.mood), note: note)
                }
            }
            for place in [1, 5, 10] {
                let at = Point(frame.left - 6, frame.top + (Double(place) - 0.5) * height + 4)
                picture.text("\(place)", at: at, "soft small", anchor: .end)
            }
            picture.text("place", at: Point(12, frame.top + 110), "soft", anchor: .middle, turned: true)
            for tick in plot.x.ticks(about: 12) where tick <= Double(last) && tick == tick.rounded() {
                let middle = (plot.x(tick) + plot.x(tick + 1)) / 2
                picture.text("\(Int(tick))", at: Point(middle, frame.bottom + 16), "soft small", anchor: .middle)
            }
        }
    }
}
