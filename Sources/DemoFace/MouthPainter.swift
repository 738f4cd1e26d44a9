/// The mouth: lips as relief and colour, the dark between them, teeth and tongue.
struct MouthPainter {
    private let parameters: FaceParameters
    private let half: Float
    private let centre: Float
    private let gapUp: Float
    private let gapDown: Float
    private let thickUp: Float
    private let thickDown: Float
    private let drop: Float

    init(_ parameters: FaceParameters) {
        self.parameters = parameters
        let p = parameters
        half = 0.27 * p[.mouthWidth]
        drop = 0.24 * p[.jawOpen]
        centre = 0.575 - 0.012 * p[.chinRaise]
        gapUp = 0.07 * p[.upperLip] + 0.02 * p[.jawOpen]
        gapDown = drop * 1.12 + 0.075 * p[.lowerLip]
        let thin = (1 - 0.6 * p[.lipPress]) / (0.5 + 0.5 * p[.mouthWidth])
        thickUp = 0.062 * thin * (1 - 0.2 * p[.upperLip])
        thickDown = 0.086 * thin * (1 + 0.35 * p[.pout])
    }

    /// The line between the lips at a place across the mouth (-1 to 1), and how far the lips can part there.
    @inline(__always)
    private func line(_ t: Float) -> Float {
        let square = min(t * t, 1.2)
        let p = parameters
        return centre - 0.09 * p[.cornerLift] * (square - 0.35) - 0.035 * p[.lipCurve] * (1 - square)
            + drop * 0.25 * square - 0.006 * max(1 - square * 9, 0)
    }

    func relief(into height: inout FacePlane) {
        let p = parameters
        let across = (half - 0.02)
        height.update(x: -half...half, y: centre - 0.3...centre + 0.5) { x, y, value in
            let t = x / across
            let round = max(1 - t * t, 0)
            let line = line(t)
            let top = line - gapUp * round
            let low = line + gapDown * round
            let upper = (y - (top - thickUp * 0.45)) / (thickUp * 0.85)
            let lower = (y - (low + thickDown * 0.5)) / (thickDown * 0.8)
            let swell = round.squareRoot()
            value += 0.024 * max(1 - upper * upper, 0) * swell
            value += (0.034 + 0.02 * p[.pout]) * max(1 - lower * lower, 0) * swell
        }
        // The groove under the nose.
        height.bump(0, centre - 0.13 - gapUp, 0.05, 0.09, -0.018)
    }

    func paint(into tone: inout FacePlane) {
        let p = parameters
        let skin = p[.skin]
        let edge = tone.step * 1.6
        let teeth = p[.teeth]
        let light = 0.72 + 0.2 * (1 - p[.ambient])
        tone.update(x: -half - 0.05...half + 0.05, y: centre - 0.35...centre + 0.55) { x, y, value in
            let t = x / half
            let round = max(1 - t * t, 0)
            let line = line(t)
            let top = line - gapUp * round.squareRoot() * (0.6 + 0.4 * round)
            let low = line + gapDown * round.squareRoot() * (0.6 + 0.4 * round)
            let bow = 1 - 0.2 * max(1 - t * t * 40, 0)
            let lipTop = top - thickUp * (0.12 + 0.88 * round) * bow
            let lipLow = low + thickDown * (0.1 + 0.9 * round.squareRoot() * (0.5 + 0.5 * round))
            let within = coverage(1 - t.magnitude, over: 0.12)
            // Lips: the upper one is turned from the light.
            let upper = coverage(min(y - lipTop, top - y), over: edge * 2.2) * within
            let lower = coverage(min(y - low, lipLow - y), over: edge * 2.2) * within
            value *= 1 - 0.36 * upper
            value *= 1 - 0.24 * lower
            let gloss = (y - low - thickDown * 0.45) / (thickDown * 0.3)
            value *= 1 + 0.12 * max(1 - gloss * gloss, 0) * max(1 - t * t * 4, 0)
            // The dark between the lips, never quite gone.
            let gap = low - top
            let seam = (y - (top + low) * 0.5) / (0.016 + gap * 0.5)
            let closed = max(1 - seam * seam, 0) * coverage(1.02 - t.magnitude, over: 0.1)
            let open = coverage(min(y - top, low - y), over: edge) * within * smoothStep(0, 0.03, gap)
            value *= 1 - (0.62 - 0.12 * p[.lipPress]) * closed * (1 - open)
            if open > 0 {
                let deep = 0.07 + 0.05 * t * t
                var inside = deep * (1 + skin)
                // Tongue low in a wide mouth.
                let tongue = smoothStep(0.1, 0.02, low - y) * smoothStep(0.14, 0.3, gap) * max(1 - t * t * 2, 0)
                inside += (0.34 * skin - inside) * tongue * 0.7
                // Upper teeth hang from the lip; when the gap is small they fill it.
                let long = min(gap, 0.1 - 0.03 * t * t) * min(teeth * 1.2, 1)
                let row = coverage(top + long - y, over: edge * 2) * coverage(0.9 - t.magnitude, over: 0.2)
                let between = (x * 15).magnitude.truncatingRemainder(dividingBy: 1) - 0.5
                let parting = 1 - 0.16 * smoothStep(0.34, 0.5, between.magnitude)
                let ivory = (0.94 - 0.5 * t * t) * light * parting * (1 - 0.25 * smoothStep(0.03, 0, y - top))
                inside += (ivory - inside) * row * min(teeth * 3, 1)
                value += (inside - value) * open
            }
        }
    }
}
