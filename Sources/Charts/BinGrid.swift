/// A two-dimensional histogram that also gives column means and a correlation, in constant memory.
package struct BinGrid: Sendable {
    /// The ranges of both axes.
    package let x: ClosedRange<Double>
    package let y: ClosedRange<Double>
    /// The numbers of bins.
    package let columns: Int
    package let rows: Int
    /// Column by column, lowest y first.
    private var counts: [Int]
    private var columnSums: [Double]
    private var moments = (n: 0.0, x: 0.0, y: 0.0, xx: 0.0, yy: 0.0, xy: 0.0)

    package init(x: ClosedRange<Double>, y: ClosedRange<Double>, columns: Int, rows: Int) {
        self.x = x
        self.y = y
        self.columns = max(columns, 1)
        self.rows = max(rows, 1)
        counts = Array(repeating: 0, count: self.columns * self.rows)
        columnSums = Array(repeating: 0, count: self.columns)
    }

    /// Counts a pair. Values outside the range go to the outermost bins; NaN is ignored.
    package mutating func add(_ xValue: Double, _ yValue: Double) {
        guard let column = Histogram.bin(xValue, x, columns), let row = Histogram.bin(yValue, y, rows) else { return }
        counts[column * rows + row] += 1
        columnSums[column] += yValue
        let n = moments.n + 1, dx = xValue - moments.x, dy = yValue - moments.y
        // Welford's update: plain sums of squares would cancel.
        moments.n = n
        moments.x += dx / n
        moments.y += dy / n
        moments.xx += dx * (xValue - moments.x)
        moments.yy += dy * (yValue - moments.y)
        moments.xy += dx * (yValue - moments.y)
    }

    /// How many pairs were counted.
    package var total: Int { Int(moments.n) }

    /// The pairs in a bin.
    package func count(column: Int, row: Int) -> Int { counts[column * rows + row] }

    /// The pairs in a column.
    package func columnTotal(_ column: Int) -> Int { counts[column * rows..<(column + 1) * rows].reduce(0, +) }

    /// Mean y of the pairs in a column; nil where there are fewer than `least`.
    package func columnMean(_ column: Int, least: Int = 1) -> Double? {
        let total = columnTotal(column)
        return total >= max(least, 1) ? columnSums[column] / Double(total) : nil
    }

    /// Pearson's correlation; nil if either variable is constant.
    package var correlation: Double? {
        let product = moments.xx * moments.yy
        return product > 0 ? moments.xy / product.squareRoot() : nil
    }
}

extension BinGrid {
    /// A range of the columns; `correlation` stays that of the whole grid.
    package func columns(_ wanted: ClosedRange<Int>) -> BinGrid {
        let width = (x.upperBound - x.lowerBound) / Double(columns)
        let low = x.lowerBound + Double(wanted.lowerBound) * width
        var part = BinGrid(
            x: low...low + Double(wanted.count) * width, y: y, columns: wanted.count, rows: rows)
        part.counts = Array(counts[wanted.lowerBound * rows..<(wanted.upperBound + 1) * rows])
        part.columnSums = Array(columnSums[wanted])
        part.moments = moments
        return part
    }
}
