/// A stacked bar chart, as columns or as rows.
package struct StackedBars: Sendable {
    /// One bar.
    package struct Bar: Sendable {
        /// The label of the bar.
        package var name: String
        /// The count of each series.
        package var parts: [Int]
        /// What is written behind a row, or above a column.
        package var remark: String?
        /// The series of a dot before the row's name.
        package var mark: Int?

        package init(_ name: String, _ parts: [Int], remark: String? = nil, mark: Int? = nil) {
            self.name = name
            self.parts = parts
            self.remark = remark
            self.mark = mark
        }

        var total: Int { parts.reduce(0, +) }
    }

    private let bars: [Bar]
    private let series: [String]

    /// - Parameter series: the names of the parts.
    package init(_ bars: [Bar], series: [String]) {
        self.bars = bars
        self.series = series
    }

    /// Draws columns of the same height, divided by share.
    package func drawColumns(in picture: inout SVG, frame: Box) {
        let plot = Plot(frame, x: 0...1, y: 0...100)
        plot.drawLeftAxis(in: &picture, ticks: 5) { "\(LinearScale.label($0)) %" }
        let step = frame.width / Double(max(bars.count, 1)), width = min(step * 0.78, 90)
        for (index, bar) in bars.enumerated() {
            let middle = frame.left + (Double(index) + 0.5) * step
            var top = frame.bottom
            for (part, count) in bar.parts.enumerated() where count > 0 {
                let share = Double(count) / Double(bar.total)
                top -= share * frame.height
                let box = Box(left: middle - width / 2, top: top, width: width, height: share * frame.height)
                picture.rect(box, ChartStyle.fill(part), note: note(bar, part))
            }
            picture.text(bar.name, at: Point(middle, frame.bottom + 16), "soft small", anchor: .middle)
            if let remark = bar.remark {
                picture.text(remark, at: Point(middle, frame.top - 6), "soft small", anchor: .middle)
            }
        }
    }

    /// Draws rows in proportion to their totals, the longest one across the frame.
    ///
    /// - Parameter names: the width kept for the bars' names.
    package func drawRows(in picture: inout SVG, frame: Box, names: Double) {
        let most = Double(bars.map(\.total).max() ?? 1)
        let step = frame.height / Double(max(bars.count, 1)), height = min(step * 0.72, 22)
        let span = frame.inset(left: names, right: 60)
        for (index, bar) in bars.enumerated() {
            let middle = frame.top + (Double(index) + 0.5) * step
            var left = span.left
            for (part, count) in bar.parts.enumerated() where count > 0 {
                let width = Double(count) / most * span.width
                let box = Box(left: left, top: middle - height / 2, width: width, height: height)
                picture.rect(box, ChartStyle.fill(part), note: note(bar, part))
                left += width
            }
            let name = TextWidth.fitting(bar.name, names - 30)
            picture.text(name, at: Point(span.left - 10, middle + 4), "ink", anchor: .end)
            if let mark = bar.mark {
                picture.circle(x: frame.left + 6, y: middle, radius: 5, ChartStyle.fill(mark))
            }
            picture.text(bar.remark ?? "\(bar.total)", at: Point(left + 6, middle + 4), "soft small")
        }
    }

    private func note(_ bar: Bar, _ part: Int) -> String {
        "\(bar.name): \(series.indices.contains(part) ? series[part] : "") \(bar.parts[part]) of \(bar.total)"
    }
}
