import Charts

/// Charts of the audio features.
enum FeaturePictures {
    static func distributions(_ statistics: CatalogueStatistics) -> ReportPicture {
        let heading = "Sound by song mood"
        guard statistics.tracksWithFeatures > 0 else { return noFeatures("features", heading) }
        return ReportPicture(
            "features", heading: heading, caption: "How each feature is spread among the tracks of a mood.",
            height: 370
        ) { picture in
            Legend(ReportText.moods).draw(in: &picture, at: Point(10, 14))
            for (index, feature) in CatalogueStatistics.features.enumerated() {
                let column = Double(index % 5), row = Double(index / 5)
                let frame = Box(left: 10 + column * 192, top: 52 + row * 168, width: 172, height: 110)
                DensityLines(statistics.distributions[index]).draw(in: &picture, frame: frame, heading: feature.name)
            }
        }
    }

    static func plane(_ statistics: CatalogueStatistics) -> ReportPicture {
        let heading = "The valence-energy plane"
        guard statistics.tracksWithFeatures > 0 else { return noFeatures("plane", heading) }
        return ReportPicture(
            "plane", heading: heading,
            caption: """
                Each square takes the colour of the mood that most of its tracks have; the fuller, the stronger. Valence \
                is how positive a track sounds, energy how intense.
                """,
            height: 515
        ) { picture in
            Legend(ReportText.moods).draw(in: &picture, at: Point(60, 14))
            let frame = Box(left: 60, top: 32, width: 440, height: 440)
            let plot = Plot(frame, x: 0...1, y: 0...1)
            picture.rect(frame, "empty")
            drawSquares(statistics, frame, in: &picture)
            plot.drawBottomAxis(in: &picture, name: "valence")
            for tick in plot.y.ticks(about: 5) {
                let place = Point(frame.left - 6, plot.y(tick) + 4)
                picture.text(LinearScale.label(tick), at: place, "soft small", anchor: .end)
            }
            picture.text(
                "energy", at: Point(frame.left - 36, (frame.top + frame.bottom) / 2), "soft", anchor: .middle,
                turned: true)
            drawMoodPlanes(statistics, in: &picture)
        }
    }

    /// The shade of a bin on a logarithmic scale, so that ten, a hundred and ten thousand tracks can be told apart.
    private static func shade(_ count: Int, _ most: Int) -> Double {
        func size(_ n: Int) -> Double { Double(Int.bitWidth - n.leadingZeroBitCount) }
        return 0.18 + 0.82 * min(1, size(count) / max(size(most), 1))
    }

    private static func drawSquares(_ statistics: CatalogueStatistics, _ frame: Box, in picture: inout SVG) {
        let side = statistics.plane[0].columns, step = frame.width / Double(side)
        var counts: [(column: Int, row: Int, moods: [Int])] = []
        for column in 0..<side {
            for row in 0..<side {
                counts.append((column, row, statistics.plane.map { $0.count(column: column, row: row) }))
            }
        }
        let most = counts.map { $0.moods.reduce(0, +) }.max() ?? 1
        for square in counts {
            let total = square.moods.reduce(0, +)
            guard total > 0, let top = square.moods.max(), let mood = square.moods.firstIndex(of: top) else { continue }
            let box = Box(
                left: frame.left + Double(square.column) * step, top: frame.bottom - Double(square.row + 1) * step,
                width: step, height: step)
            picture.rect(box, ChartStyle.fill(mood), opacity: shade(total, most))
        }
    }

    /// Small multiples: a valence-energy plane for each mood.
    private static func drawMoodPlanes(_ statistics: CatalogueStatistics, in picture: inout SVG) {
        for (mood, grid) in statistics.plane.enumerated() {
            let frame = Box(
                left: 560 + Double(mood % 2) * 205, top: 50 + Double(mood / 2) * 225, width: 185, height: 185)
            picture.rect(frame, "empty")
            let name = "\(ReportText.moods[mood]), \(ReportText.number(grid.total))"
            picture.text(name, at: Point(frame.left, frame.top - 6), "strong")
            let step = frame.width / Double(grid.columns)
            let cells = (0..<grid.columns).flatMap { column in (0..<grid.rows).map { (column, $0) } }
            let most = cells.map { grid.count(column: $0, row: $1) }.max() ?? 1
            for (column, row) in cells where grid.count(column: column, row: row) > 0 {
                let box = Box(
                    left: frame.left + Double(column) * step, top: frame.bottom - Double(row + 1) * step, width: step,
                    height: step)
                let count = grid.count(column: column, row: row)
                picture.rect(box, ChartStyle.fill(mood), opacity: shade(count, most))
            }
        }
    }

    private static func noFeatures(_ name: String, _ heading: String) -> ReportPicture {
        ReportPicture(name, heading: heading, missing: "no track has audio features.")
    }
}
