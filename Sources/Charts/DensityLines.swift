/// The distributions of several series over one range, as lines over tinted areas.
package struct DensityLines: Sendable {
    private let series: [Histogram]

    /// - Parameter series: histograms with the same range and bins.
    package init(_ series: [Histogram]) {
        self.series = series
    }

    /// Draws the lines and a legend into `frame`.
    package func draw(
        in picture: inout SVG, frame: Box, heading: String, label: (Double) -> String = LinearScale.label
    ) {
        guard let range = series.first?.range else { return }
        let curves = series.map(\.smoothedShares)
        let highest = curves.joined().max() ?? 0
        let plot = Plot(frame, x: range, y: 0...max(highest * 1.05, 1e-9))
        picture.text(heading, at: Point(frame.left, frame.top - 6), "strong")
        for (index, curve) in curves.enumerated() where series[index].total > 0 {
            let bins = curve.indices.map { plot.point(series[index].middle($0), curve[$0]) }
            // Extended to the edges of the range, so that the outermost bins are drawn in full.
            let line =
                [plot.point(range.lowerBound, curve[0])] + bins
                + [plot.point(range.upperBound, curve[curve.count - 1])]
            let ground = [plot.point(range.upperBound, 0), plot.point(range.lowerBound, 0)]
            picture.path(line + ground, ChartStyle.area(index), closed: true)
            picture.path(line, ChartStyle.line(index))
        }
        plot.drawBottomAxis(in: &picture, ticks: 3, label: label)
    }
}
