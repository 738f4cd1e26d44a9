/// A frame with two axes inside a picture.
package struct Plot: Sendable {
    /// The area inside the axes.
    package let frame: Box
    /// The scales of both axes.
    package let x: LinearScale
    package let y: LinearScale

    /// A plot of these ranges inside `frame`.
    package init(_ frame: Box, x: ClosedRange<Double>, y: ClosedRange<Double>) {
        self.frame = frame
        self.x = LinearScale(x, from: frame.left, to: frame.right)
        self.y = LinearScale(y, from: frame.bottom, to: frame.top)
    }

    /// The place of a pair of values.
    package func point(_ xValue: Double, _ yValue: Double) -> Point { Point(x(xValue), y(yValue)) }

    /// The lower axis with its ticks, and its name below them.
    package func drawBottomAxis(
        in picture: inout SVG, ticks count: Int = 5, name: String? = nil,
        label: (Double) -> String = LinearScale.label
    ) {
        picture.line(from: Point(frame.left, frame.bottom), to: Point(frame.right, frame.bottom), "axis")
        for tick in x.ticks(about: count) {
            picture.line(from: Point(x(tick), frame.bottom), to: Point(x(tick), frame.bottom + 4), "axis")
            picture.text(label(tick), at: Point(x(tick), frame.bottom + 16), "soft small", anchor: .middle)
        }
        if let name {
            let place = Point((frame.left + frame.right) / 2, frame.bottom + 32)
            picture.text(name, at: place, "soft", anchor: .middle)
        }
    }

    /// Grid lines across the frame with their values at the left, and the axis' name beside them.
    package func drawLeftAxis(
        in picture: inout SVG, ticks count: Int = 5, name: String? = nil,
        label: (Double) -> String = LinearScale.label
    ) {
        for tick in y.ticks(about: count) {
            picture.line(from: Point(frame.left, y(tick)), to: Point(frame.right, y(tick)), "grid")
            picture.text(label(tick), at: Point(frame.left - 6, y(tick) + 4), "soft small", anchor: .end)
        }
        if let name {
            let place = Point(frame.left - 36, (frame.top + frame.bottom) / 2)
            picture.text(name, at: place, "soft", anchor: .middle, turned: true)
        }
    }
}
