/// The background: a wall and the shoulders of the person, drawn once for each frame size.
struct DemoRoom: Sendable {
    let width: Int
    let height: Int
    /// The wall, one byte a pixel.
    let wall: [UInt8]
    /// Brightness and cover (0 to 1) of the shoulders, rows from `bodyTop` to the frame's foot.
    let bodyTop: Int
    let body: [Float]
    let bodyCover: [Float]

    init(width: Int, height: Int, random: DemoRandom) {
        self.width = width
        self.height = height
        var wall = [UInt8](repeating: 0, count: width * height)
        let phase = random.unit(20, 0)
        for row in 0..<height {
            let v = Float(row) / Float(height)
            for column in 0..<width {
                let u = Float(column) / Float(height)
                // Light from the left, a soft window shape, a darker floor.
                let lamp = 1 / (1 + 1.3 * (u - 0.1) * (u - 0.1) + 0.8 * (v - 0.2) * (v - 0.2))
                let window = smoothStep(0.32, 0.22, (u - 0.1 - 0.1 * phase).magnitude) * smoothStep(0.55, 0.3, v)
                wall[row * width + column] = UInt8(62 + 62 * lamp + 14 * window - 16 * v)
            }
        }
        self.wall = wall
        let unit = DemoFace.unit(height: height)
        let bodyTop = min(Int(Float(height) * 0.7), height)
        self.bodyTop = bodyTop
        var body: [Float] = []
        var cover: [Float] = []
        for row in bodyTop..<height {
            let y = (Float(row) - Float(height) * DemoFace.centreY) / unit
            for column in 0..<width {
                let x = (Float(column) - Float(width) * 0.5) / unit
                // Shoulders: a slope from the neck that rounds off at the arms.
                let side = x.magnitude
                let line = 1.24 + 0.3 * smoothStep(0.4, 1.75, side) + 1.6 * smoothStep(1.5, 2.3, side)
                let inside = y - line
                cover.append(smoothStep(-0.01, 0.02, inside))
                let collar = smoothStep(0.07, 0.04, (y - 1.57 + 0.55 * x * x).magnitude) * (side < 0.62 ? 1 : 0)
                body.append(0.2 + 0.1 * smoothStep(0, 0.4, inside) - 0.05 * x + 0.06 * collar)
            }
        }
        self.body = body
        bodyCover = cover
    }
}
