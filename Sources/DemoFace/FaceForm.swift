/// The shape of head and face: outline, relief and lighting.
struct FaceForm {
    /// Where the chin ends; an open jaw brings it down.
    let chin: Float
    private let parameters: FaceParameters

    init(_ parameters: FaceParameters) {
        self.parameters = parameters
        chin = 1.0 + 0.26 * parameters[.jawOpen] - 0.03 * parameters[.chinRaise]
    }

    static let halfWidth: Float = 0.8
    static let crown: Float = -1.2

    /// 1 at the head's middle line, 0 at its outline, below 0 outside.
    @inline(__always)
    func inside(_ x: Float, _ y: Float) -> Float {
        if y < 0 {
            let (dx, dy) = (x / Self.halfWidth, y / Self.crown)
            return 1 - dx * dx - dy * dy * dy.magnitude
        }
        let fall = min(y / chin, 1.2)
        let jaw = Self.halfWidth * (1 - 0.14 * smoothStep(0.1, 0.85, fall))
        let dx = x / jaw
        return 1 - dx * dx - fall * fall * fall * fall.squareRoot()
    }

    /// The relief in face units towards the viewer.
    func relief(into height: inout FacePlane) {
        let p = parameters
        height.update(x: -1.2...1.2, y: -1.4...1.9) { x, y, value in
            let inside = max(inside(x, y), 0)
            value = 0.62 * inside.squareRoot()
        }
        let drop = 0.24 * p[.jawOpen]
        let brow = -0.04 * (p[.browInner] + p[.browOuter]) * 0.5
        height.bump(0, -0.62, 0.7, 0.42, 0.05)
        height.bumps(0.34, -0.36 + brow, 0.34, 0.15, 0.06)
        height.bumps(0.36, -0.1, 0.28, 0.2, -0.085)
        height.bumps(0.17, -0.13, 0.14, 0.2, -0.04)
        // The nose: bridge, tip, wings, and the step below it.
        height.bump(0, -0.02, 0.19, 0.42, 0.085)
        height.bump(0, 0.16, 0.23, 0.3, 0.11)
        height.bump(0, 0.27, 0.17, 0.15, 0.11)
        height.bumps(0.13 + 0.03 * p[.noseFlare], 0.31, 0.1, 0.1, 0.075)
        // Cheeks, which a smile lifts and rounds.
        height.bumps(0.5, 0.2 - 0.04 * p[.cheekRaise], 0.34, 0.32, 0.05 + 0.09 * p[.cheekRaise])
        height.bumps(0.6, 0.62, 0.26, 0.34, -0.03)
        height.bumps(0.78, -0.4, 0.22, 0.34, -0.05)
        // The round of the teeth under the lips, and the chin.
        height.bump(0, 0.58 + drop * 0.5, 0.46, 0.3 + drop * 0.5, 0.07)
        height.bump(0, 0.86 + drop, 0.28, 0.17, 0.085 + 0.05 * p[.chinRaise])
        height.bump(0, 0.74 + drop, 0.26, 0.08, -0.04 - 0.02 * p[.chinRaise])
    }

    /// Lights the relief: 1 is full light on white.
    func light(_ height: FacePlane, into shade: inout FacePlane) {
        let p = parameters
        let raw = SIMD3<Float>(p[.lightX], -p[.lightY], 1)
        let light = raw / (raw * raw).sum().squareRoot()
        let ambient = p[.ambient]
        let slope = height.scale * 0.5
        let columns = height.columns
        let rows = height.rows
        height.values.withUnsafeBufferPointer { height in
            shade.values.withUnsafeMutableBufferPointer { shade in
                for row in 1..<rows - 1 {
                    for index in row * columns + 1..<row * columns + columns - 1 {
                        let dx = (height[index + 1] - height[index - 1]) * slope
                        let dy = (height[index + columns] - height[index - columns]) * slope
                        let length = (1 + dx * dx + dy * dy).squareRoot()
                        let facing = (light.z - dx * light.x - dy * light.y) / length
                        // A soft terminator: skin scatters light past the edge of shadow.
                        let lit = max(facing * 0.85 + 0.15, 0)
                        let sky = 0.55 + 0.45 / length - 0.1 * dy / length
                        let glint = max(facing - 0.9, 0) * 1.6
                        shade[index] = ambient * sky + (1 - ambient) * (lit + glint)
                    }
                }
            }
        }
    }
}
