import Curation
import Glibc
import Media

/// A harder condition made of a recorded frame: turned, dim or far away.
enum FrameChange: Equatable, CustomStringConvertible {
    case none
    /// Turned about its middle by so many degrees, clockwise.
    case turned(Double)
    /// A share of its light, with shot noise and the noise of a sensor.
    case dimmed(Double)
    /// Shrunk about its middle to a share of its size.
    case shrunk(Double)

    /// What `clips --sweep` goes through.
    static let sweep: [FrameChange] =
        [.none] + [10, 20, 25, 30, 40].map { .turned($0) } + [0.25, 0.125, 0.0625].map { .dimmed($0) }
        + [0.7, 0.5, 0.35].map { .shrunk($0) }

    var description: String {
        switch self {
        case .none: "as recorded"
        case .turned(let degrees): "turned by \(decimal(degrees, 0)) degrees"
        case .dimmed(let share): "light at 1/\(decimal(1 / share, 0))"
        case .shrunk(let share): "size at \(decimal(share * 100, 0)) %"
        }
    }

    /// Deviation of a sensor's noise, in grey values, and the share of a grey value that is its shot noise's variance.
    private static let sensorNoise = 1.5, shotNoise = 0.05

    /// Changes the frame's pixels in place.
    func apply(to frame: inout GreyFrame, _ generator: inout SeededGenerator) {
        switch self {
        case .none: return
        case .turned(let degrees):
            let cosine = cos(degrees * .pi / 180), sine = sin(degrees * .pi / 180)
            resample(&frame) { x, y in (cosine * x + sine * y, cosine * y - sine * x) }
        case .shrunk(let share):
            // Halved first where needed: sampling alone would leave out pixels.
            let blur = max(0, Int((1 / share / 2).rounded()))
            if blur > 0 { smooth(&frame, blur) }
            resample(&frame) { x, y in (x / share, y / share) }
        case .dimmed(let share):
            for index in frame.pixels.indices {
                let light = Double(frame.pixels[index]) * share
                let noise = (Self.sensorNoise * Self.sensorNoise + Self.shotNoise * light).squareRoot()
                frame.pixels[index] = UInt8(min(max(light + noise * generator.normal(), 0), 255).rounded())
            }
        }
    }

    /// Where a box of the recorded frame lies in the changed one.
    func moved(_ box: Rectangle, width: Int, height: Int) -> Rectangle {
        let x = Double(box.x) + Double(box.width - width) / 2, y = Double(box.y) + Double(box.height - height) / 2
        let share: Double, toX: Double, toY: Double
        switch self {
        case .none, .dimmed: return box
        case .turned(let degrees):
            let cosine = cos(degrees * .pi / 180), sine = sin(degrees * .pi / 180)
            (share, toX, toY) = (1, cosine * x - sine * y, sine * x + cosine * y)
        case .shrunk(let by): (share, toX, toY) = (by, x * by, y * by)
        }
        let boxWidth = Double(box.width) * share, boxHeight = Double(box.height) * share
        return Rectangle(
            x: Int((toX + (Double(width) - boxWidth) / 2).rounded()),
            y: Int((toY + (Double(height) - boxHeight) / 2).rounded()), width: Int(boxWidth.rounded()),
            height: Int(boxHeight.rounded()))
    }

    /// Fills each pixel from the place that `source` names, both counted from the middle; the edge is repeated outwards.
    private func resample(_ frame: inout GreyFrame, _ source: (Double, Double) -> (Double, Double)) {
        let before = frame.pixels, width = frame.width, height = frame.height
        let middleX = Double(width - 1) / 2, middleY = Double(height - 1) / 2
        for y in 0..<height {
            for x in 0..<width {
                let from = source(Double(x) - middleX, Double(y) - middleY)
                let column = min(max(Int((from.0 + middleX).rounded()), 0), width - 1)
                let row = min(max(Int((from.1 + middleY).rounded()), 0), height - 1)
                frame.pixels[y * width + x] = before[row * width + column]
            }
        }
    }

    /// Means of the pixels up to `reach` away to the left and right, then above and below.
    private func smooth(_ frame: inout GreyFrame, _ reach: Int) {
        let width = frame.width, height = frame.height
        for (step, length, lines, stride) in [(1, width, height, width), (width, height, width, 1)] {
            let before = frame.pixels
            for line in 0..<lines {
                for place in 0..<length {
                    let range = max(0, place - reach)...min(length - 1, place + reach)
                    let sum = range.reduce(0) { $0 + Int(before[line * stride + $1 * step]) }
                    frame.pixels[line * stride + place * step] = UInt8(sum / range.count)
                }
            }
        }
    }
}
