import Glibc

/// Position, size and rotation of the drawn head in the frame.
struct HeadPose {
    /// Pixel the middle of the face falls on.
    var middle: SIMD2<Float>
    /// Pixels per face unit.
    var unit: Float
    /// Turns in radians: leaning, to the side, downwards.
    var roll: Float
    var yaw: Float
    var pitch: Float
    /// Brightness (1 is as painted).
    var exposure: Float

    /// Copies the painted head into the frame, turned, and composed by its cover.
    func project(
        tone: FacePlane, cover: FacePlane, onto pixels: UnsafeMutableBufferPointer<UInt8>, width: Int, height: Int
    ) {
        let (cosine, sine) = (cos(roll) / unit, sin(roll) / unit)
        let reach = (tone.top * tone.top + 1.1).squareRoot() * unit + 2
        let foot = (tone.top.magnitude + 0.45) * unit
        let firstRow = max(Int(middle.y - reach), 0)
        let lastRow = min(Int(middle.y + foot) + 1, height)
        let firstColumn = max(Int(middle.x - unit * 1.5), 0)
        let lastColumn = min(Int(middle.x + unit * 1.5) + 1, width)
        guard firstRow < lastRow, firstColumn < lastColumn else { return }
        let (columns, rows) = (tone.columns, tone.rows)
        let gain = 255 * exposure
        tone.values.withUnsafeBufferPointer { tones in
            cover.values.withUnsafeBufferPointer { covers in
                for row in firstRow..<lastRow {
                    let dy = Float(row) - middle.y
                    for column in firstColumn..<lastColumn {
                        let dx = Float(column) - middle.x
                        var u = dx * cosine + dy * sine
                        var v = dy * cosine - dx * sine
                        // A turned head: points of high relief move furthest, the outline hardly moves.
                        let far = u * u * 1.56 + v * v * 0.9
                        let depth = max(1 - far, 0)
                        u -= yaw * depth * 0.62
                        v -= pitch * depth * 0.62
                        let x = (u - tone.left) * tone.scale
                        let y = (v - tone.top) * tone.scale
                        guard x >= 0, y >= 0 else { continue }
                        let (ix, iy) = (Int(x), Int(y))
                        guard ix < columns - 1, iy < rows - 1 else { continue }
                        let (fx, fy) = (x - Float(ix), y - Float(iy))
                        let index = iy * columns + ix
                        let seen = mix(covers, index, columns, fx, fy)
                        guard seen > 0.003 else { continue }
                        let bright = mix(tones, index, columns, fx, fy) * gain
                        let old = Float(pixels[row * width + column])
                        pixels[row * width + column] = UInt8(min(max(old + (bright - old) * seen, 0), 255))
                    }
                }
            }
        }
    }

    @inline(__always)
    private func mix(
        _ values: UnsafeBufferPointer<Float>, _ index: Int, _ columns: Int, _ fx: Float, _ fy: Float
    ) -> Float {
        let above = values[index] + (values[index + 1] - values[index]) * fx
        let below = values[index + columns] + (values[index + columns + 1] - values[index + columns]) * fx
        return above + (below - above) * fy
    }
}
