/// A grid of numbers over the face, addressed in face units: (0, 0) between eyes and nose, pupils near y -0.1, chin
/// near y 1, cheekbones near x ±0.8; y grows downwards.
struct FacePlane {
    let columns: Int
    let rows: Int
    let scale: Float
    let left: Float
    let top: Float
    var values: [Float]

    /// - Parameter scale: grid points per face unit.
    init(scale: Float, x: ClosedRange<Float>, y: ClosedRange<Float>, filled value: Float = 0) {
        self.scale = scale
        left = x.lowerBound
        top = y.lowerBound
        columns = max(Int((x.upperBound - x.lowerBound) * scale), 2)
        rows = max(Int((y.upperBound - y.lowerBound) * scale), 2)
        values = Array(repeating: value, count: columns * rows)
    }

    /// Face units between neighbouring grid points: the width of an antialiased edge.
    var step: Float { 1 / scale }

    /// Visits the grid points of a rectangle, in rows from the top.
    @inline(__always)
    mutating func update(
        x: ClosedRange<Float>, y: ClosedRange<Float>, _ body: (_ x: Float, _ y: Float, _ value: inout Float) -> Void
    ) {
        let firstColumn = max(Int((x.lowerBound - left) * scale), 0)
        let lastColumn = min(Int((x.upperBound - left) * scale) + 1, columns - 1)
        let firstRow = max(Int((y.lowerBound - top) * scale), 0)
        let lastRow = min(Int((y.upperBound - top) * scale) + 1, rows - 1)
        guard firstColumn <= lastColumn, firstRow <= lastRow else { return }
        let (columns, left, top, step) = (columns, left, top, step)
        values.withUnsafeMutableBufferPointer { values in
            for row in firstRow...lastRow {
                let y = top + Float(row) * step
                for column in firstColumn...lastColumn {
                    body(left + Float(column) * step, y, &values[row * columns + column])
                }
            }
        }
    }

    /// Adds a smooth hill that ends exactly at its radii.
    mutating func bump(_ x: Float, _ y: Float, _ radiusX: Float, _ radiusY: Float, _ height: Float) {
        guard height != 0 else { return }
        let (overX, overY) = (1 / radiusX, 1 / radiusY)
        update(x: x - radiusX...x + radiusX, y: y - radiusY...y + radiusY) { px, py, value in
            let (dx, dy) = ((px - x) * overX, (py - y) * overY)
            let inside = max(1 - dx * dx - dy * dy, 0)
            value += height * inside * inside
        }
    }

    /// The same hill on both halves of the face.
    mutating func bumps(_ x: Float, _ y: Float, _ radiusX: Float, _ radiusY: Float, _ height: Float) {
        bump(x, y, radiusX, radiusY, height)
        bump(-x, y, radiusX, radiusY, height)
    }

    /// Multiplies by `1 - depth` at the middle of a soft stroke through three points (a quadratic curve), fading to
    /// nothing at `width` beside it and towards both ends.
    mutating func darken(
        _ a: SIMD2<Float>, _ b: SIMD2<Float>, _ c: SIMD2<Float>, width: Float, depth: Float, mirrored: Bool = false
    ) {
        guard depth > 0.004 else { return }
        let control = b * 2 - (a + c) * 0.5
        let pieces = 10
        var points: [SIMD2<Float>] = []
        for index in 0...pieces {
            let t = Float(index) / Float(pieces)
            points.append(a * ((1 - t) * (1 - t)) + control * (2 * t * (1 - t)) + c * (t * t))
        }
        let lowX = points.reduce(points[0].x) { min($0, $1.x) } - width
        let highX = points.reduce(points[0].x) { max($0, $1.x) } + width
        let lowY = points.reduce(points[0].y) { min($0, $1.y) } - width
        let highY = points.reduce(points[0].y) { max($0, $1.y) } + width
        let overWidth = 1 / (width * width)
        let side: Float = mirrored ? -1 : 1
        points.withUnsafeBufferPointer { points in
            update(x: (mirrored ? -highX : lowX)...(mirrored ? -lowX : highX), y: lowY...highY) { x, y, value in
                let p = SIMD2(x * side, y)
                var best = Float.infinity
                var along: Float = 0
                for index in 0..<pieces {
                    let direction = points[index + 1] - points[index]
                    let offset = p - points[index]
                    let length = (direction * direction).sum() + 1e-9
                    let t = min(max((offset * direction).sum() / length, 0), 1)
                    let away = offset - direction * t
                    let distance = (away * away).sum()
                    if distance < best {
                        best = distance
                        along = (Float(index) + t) / Float(pieces)
                    }
                }
                let inside = max(1 - best * overWidth, 0)
                let ends = min(along * (1 - along) * 6, 1)
                value *= 1 - depth * inside * inside * ends
            }
        }
    }

    /// A darkening stroke on both halves of the face.
    mutating func darkenBoth(
        _ a: SIMD2<Float>, _ b: SIMD2<Float>, _ c: SIMD2<Float>, width: Float, depth: Float
    ) {
        darken(a, b, c, width: width, depth: depth)
        darken(a, b, c, width: width, depth: depth, mirrored: true)
    }

    /// Multiplies by `1 - depth` at the middle of a soft spot.
    mutating func shade(_ x: Float, _ y: Float, _ radiusX: Float, _ radiusY: Float, _ depth: Float) {
        guard depth != 0 else { return }
        let (overX, overY) = (1 / radiusX, 1 / radiusY)
        update(x: x - radiusX...x + radiusX, y: y - radiusY...y + radiusY) { px, py, value in
            let (dx, dy) = ((px - x) * overX, (py - y) * overY)
            let inside = max(1 - dx * dx - dy * dy, 0)
            value *= 1 - depth * inside * inside
        }
    }

    /// The same soft spot on both halves of the face.
    mutating func shades(_ x: Float, _ y: Float, _ radiusX: Float, _ radiusY: Float, _ depth: Float) {
        shade(x, y, radiusX, radiusY, depth)
        shade(-x, y, radiusX, radiusY, depth)
    }
}

/// 0 below the first edge, 1 above the second, smooth between.
@inline(__always)
func smoothStep(_ low: Float, _ high: Float, _ value: Float) -> Float {
    let t = min(max((value - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
}

/// How much of a grid point is inside an edge that lies `distance` away (positive is inside), antialiased over `width`.
@inline(__always)
func coverage(_ distance: Float, over width: Float) -> Float {
    min(max(distance / width + 0.5, 0), 1)
}
