import Testing

@testable import Charts

@Suite struct BinTests {
    @Test func histogramCountsValuesByBin() {
        var histogram = Histogram(0...1, bins: 4)
        for value in [0, 0.1, 0.25, 0.99, 1, 7, -3, .nan, .infinity] { histogram.add(value) }
        // Outliers go to the outermost bins; NaN is ignored.
        #expect(histogram.counts == [3, 1, 0, 3])
        #expect(histogram.total == 7)
        #expect(histogram.middle(0) == 0.125)
        #expect(Histogram(0...1, bins: 3).mean == nil)
    }

    @Test func smoothingKeepsTheSum() {
        var histogram = Histogram(0...1, bins: 12)
        for value in [0.01, 0.02, 0.5, 0.97, 0.97, 0.97] { histogram.add(value) }
        #expect(abs(histogram.smoothedShares.reduce(0, +) - 1) < 1e-9)
        #expect(histogram.smoothedShares.allSatisfy { $0 >= 0 })
    }

    @Test func gridComputesMeansAndCorrelation() throws {
        var grid = BinGrid(x: 0...10, y: 0...100, columns: 10, rows: 10)
        #expect(grid.correlation == nil)
        for x in 0..<10 { grid.add(Double(x) + 0.5, Double(x) * 10 + 5) }
        #expect(abs(try #require(grid.correlation) - 1) < 1e-12)
        #expect(grid.columnMean(3) == 35)
        #expect(grid.columnMean(3, least: 2) == nil)
        #expect(grid.count(column: 3, row: 3) == 1)
        #expect(grid.total == 10)
        var falling = BinGrid(x: 0...1, y: 0...1, columns: 2, rows: 2)
        for (x, y) in [(0.0, 1.0), (0.5, 0.5), (1, 0)] { falling.add(x, y) }
        #expect(abs(try #require(falling.correlation) + 1) < 1e-12)
    }

    @Test func columnsOfAGridKeepTheirCounts() {
        var grid = BinGrid(x: 1900...1910, y: 0...100, columns: 10, rows: 5)
        for year in [1903, 1904, 1904, 1906] { grid.add(Double(year), 50) }
        let part = grid.columns(3...6)
        #expect(part.x == 1903...1907)
        #expect((0..<part.columns).map(part.columnTotal) == [1, 2, 0, 1])
        #expect(part.columnMean(1) == 50)
    }
}
