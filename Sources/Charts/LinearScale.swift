/// A linear map from values to coordinates in a picture.
package struct LinearScale: Sendable {
    /// The values that the scale covers.
    package let domain: ClosedRange<Double>
    /// The coordinates of the domain's ends; the first may be the larger one.
    private let start: Double
    private let end: Double

    /// The scale that maps the ends of `domain` to `start` and `end`.
    package init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
        // A single value still gets an axis.
        self.domain = domain.lowerBound < domain.upperBound ? domain : domain.lowerBound - 0.5...domain.upperBound + 0.5
        self.start = start
        self.end = end
    }

    /// The coordinate of a value; outside the frame for values outside the domain.
    package func callAsFunction(_ value: Double) -> Double {
        start + (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (end - start)
    }

    /// Round values inside the domain, about `count` of them: 1, 2 or 5 times a power of ten apart.
    package func ticks(about count: Int) -> [Double] {
        let span = domain.upperBound - domain.lowerBound
        let rough = span / Double(max(count, 1))
        var power = 1.0
        while power * 10 <= rough { power *= 10 }
        while power > rough { power /= 10 }
        let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? power * 10
        let first = (domain.lowerBound / step - 1e-9).rounded(.up)
        let last = (domain.upperBound / step + 1e-9).rounded(.down)
        guard first <= last, last - first < 1000 else { return [] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// A tick's label: no more decimals than it needs, and a true minus sign.
    package static func label(_ value: Double) -> String {
        value < 0 ? "−" + SVG.number(-value) : SVG.number(value)
    }
}
