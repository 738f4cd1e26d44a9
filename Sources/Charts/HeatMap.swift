/// A heat map of counts, normalised by column, with a line of the column means.
package struct HeatMap: Sendable {
    /// The mean line leaves out columns with fewer pairs.
    private static let leastForMean = 5

    private let grid: BinGrid

    /// The map of these counts.
    package init(_ grid: BinGrid) {
        self.grid = grid
    }

    /// Draws the map into `frame`.
    package func draw(
        in picture: inout SVG, frame: Box, heading: String, xName: String, yName: String?,
        label: (Double) -> String = LinearScale.label
    ) {
        let plot = Plot(frame, x: grid.x, y: grid.y)
        picture.rect(frame, "empty")
        let width = frame.width / Double(grid.columns), height = frame.height / Double(grid.rows)
        for column in 0..<grid.columns {
            let total = grid.columnTotal(column)
            guard total > 0 else { continue }
            for row in 0..<grid.rows where grid.count(column: column, row: row) > 0 {
                let share = Double(grid.count(column: column, row: row)) / Double(total)
                let box = Box(
                    left: frame.left + Double(column) * width, top: frame.bottom - Double(row + 1) * height,
                    width: width, height: height)
                // A uniform column has a quarter of the darkest shade; columns with few pairs stay pale.
                let weight = Double(total) / Double(total + 8)
                picture.rect(box, "heat", opacity: min(0.9, 0.06 + 0.22 * share * weight * Double(grid.rows)))
            }
        }
        var means: [Point] = []
        for column in 0...grid.columns {
            if column < grid.columns, let mean = grid.columnMean(column, least: Self.leastForMean) {
                means.append(Point(frame.left + (Double(column) + 0.5) * width, plot.y(mean)))
            } else {
                picture.path(means, "trend")
                means = []
            }
        }
        picture.text(heading, at: Point(frame.left, frame.top - 8), "strong")
        plot.drawBottomAxis(in: &picture, ticks: 4, name: xName, label: label)
        for tick in plot.y.ticks(about: 5) {
            picture.text(
                LinearScale.label(tick), at: Point(frame.left - 6, plot.y(tick) + 4), "soft small", anchor: .end)
        }
        if let yName {
            let place = Point(frame.left - 32, (frame.top + frame.bottom) / 2)
            picture.text(yName, at: place, "soft", anchor: .middle, turned: true)
        }
    }
}
