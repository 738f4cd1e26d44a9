/// A confusion matrix: rows are the true classes, columns the predicted ones, shaded by the share of the row.
package struct ConfusionMatrix: Sendable {
    private let names: [String]
    private let counts: [[Int]]

    /// - Parameters:
    ///   - names: of the classes.
    ///   - counts: row by row, as many rows and columns as names.
    package init(names: [String], counts: [[Int]]) {
        self.names = names
        self.counts = counts
    }

    /// Draws it into `frame`, with names for rows and columns.
    package func draw(in picture: inout SVG, frame: Box, rowName: String, columnName: String) {
        let inner = frame.inset(left: 92, top: 44)
        let width = inner.width / Double(names.count), height = inner.height / Double(names.count)
        picture.text(
            columnName, at: Point((inner.left + inner.right) / 2, frame.top + 12), "soft", anchor: .middle)
        picture.text(
            rowName, at: Point(frame.left + 12, (inner.top + inner.bottom) / 2), "soft", anchor: .middle, turned: true)
        for (row, name) in names.enumerated() {
            let top = inner.top + Double(row) * height, total = max(counts[row].reduce(0, +), 1)
            picture.text(name, at: Point(inner.left - 8, top + height / 2 + 4), "ink", anchor: .end)
            let columnMiddle = inner.left + (Double(row) + 0.5) * width
            picture.text(name, at: Point(columnMiddle, inner.top - 8), "ink", anchor: .middle)
            for (column, count) in counts[row].enumerated() {
                let box = Box(
                    left: inner.left + Double(column) * width + 1, top: top + 1, width: width - 2, height: height - 2)
                let share = Double(count) / Double(total)
                picture.rect(box, "empty")
                picture.rect(box, "heat", opacity: share)
                let style = share > 0.5 ? "on-dark" : "on-light"
                let middle = Point(box.left + box.width / 2, box.top + box.height / 2)
                let percent = "\(Int((share * 100).rounded())) %"
                picture.text(percent, at: Point(middle.x, middle.y + 1), style, anchor: .middle)
                picture.text("\(count)", at: Point(middle.x, middle.y + 16), "\(style) small", anchor: .middle)
            }
        }
    }
}
