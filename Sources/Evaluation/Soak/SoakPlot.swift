import Charts

/// Four curves over the time watched, one above the other, each on a scale of its own that begins at 0.
struct SoakPlot {
    var samples: [SoakSample]

    private static let curves: [(name: String, value: @Sendable (SoakSample) -> Double)] = [
        ("resident memory, MB", { $0.residentMegabytes }),
        ("descriptors", { Double($0.descriptors) }),
        ("threads", { Double($0.threads) }),
        ("database, KB", { $0.databaseKilobytes }),
    ]
    private static let laneHeight = 110.0

    var svg: String {
        let hours = max(samples.last?.watchedHours ?? 1, 1e-3)
        let height = 40 + Self.laneHeight * Double(Self.curves.count) + 40
        var picture = SVG(width: 620, height: height)
        for (lane, curve) in Self.curves.enumerated() {
            let values = samples.map(curve.value)
            let top = 24 + Self.laneHeight * Double(lane)
            let box = Box(left: 64, top: top + 20, width: 532, height: Self.laneHeight - 36)
            let plot = Plot(box, x: 0...hours, y: 0...(max(values.max() ?? 1, 1) * 1.15))
            plot.drawLeftAxis(in: &picture, ticks: 3)
            picture.text(curve.name, at: Point(box.left, top + 12), "ink")
            let points = zip(samples, values).map { plot.point($0.watchedHours, $1) }
            picture.path(points, ChartStyle.line(lane))
            if lane == Self.curves.count - 1 { plot.drawBottomAxis(in: &picture, name: "hours watched") }
        }
        return picture.file(title: "Memory, descriptors, threads and database of a daemon over a long run")
    }
}
