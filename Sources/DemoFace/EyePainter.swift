/// Paints both eyes: ball, iris and catchlight between the lids, lashes, the upper lid and its crease.
struct EyePainter {
    private let parameters: FaceParameters

    init(_ parameters: FaceParameters) { self.parameters = parameters }

    func paint(into tone: inout FacePlane) {
        eye(side: -1, into: &tone)
        eye(side: 1, into: &tone)
    }

    private func eye(side: Float, into tone: inout FacePlane) {
        let p = parameters
        let middle = SIMD2<Float>(0.365, -0.1)
        let half: Float = 0.165
        let open = p[.eyeOpen]
        let slant = 0.05 * p[.eyeSlant]
        // The lids as heights over the line between the corners; a closed lid lies low.
        let upper = 0.1 * open + 0.025 * max(open - 1, 0) - 0.04 * (1 - min(open, 1))
        let lower = 0.048 - 0.048 * p[.lowerLid]
        let iris = SIMD2<Float>(middle.x, middle.y - 0.008 + 0.035 * p[.gazeDown])
        let skin = p[.skin]
        let edge = tone.step
        let gleam = SIMD2<Float>(iris.x + 0.03 * p[.lightX] * side, iris.y - 0.035)
        let range = side > 0 ? 0.13...0.62 : Float(-0.62)...(-0.13)
        tone.update(x: range, y: -0.38...0.12) { rawX, y, value in
            let x = rawX * side
            let t = (x - middle.x) / half
            let base = middle.y + 0.02 + slant * t - 0.012 * t
            let round = max(1 - t * t, 0)
            // The upper lid is highest a little towards the nose, the lower one lowest towards the ear.
            let lidTop = base - upper * round.squareRoot() * (1 - 0.12 * t) * (0.55 + 0.45 * round)
            let lidLow = base + lower * round * (1 + 0.15 * t)
            let lidded = coverage(1.25 - t.magnitude, over: 0.4)
            // Upper lid with its crease: darker skin between the lashes and the fold.
            let crease = base - (0.085 + 0.06 * min(open, 1.3)) * max(1 - t * t * 0.7, 0).squareRoot()
            let fold = (y - crease) / 0.022
            value *= 1 - 0.34 * max(1 - fold * fold, 0) * lidded
            if y > crease && y < lidTop { value *= 1 - 0.08 * lidded }
            let between = min(y - lidTop, lidLow - y)
            let seen = coverage(between, over: edge * 1.4) * coverage(1 - t.magnitude, over: 0.1)
            if seen > 0 {
                let (dx, dy) = (x - iris.x, y - iris.y)
                let away = (dx * dx + dy * dy).squareRoot()
                var ball = skin * (1.12 - 0.28 * t * t) + 0.06
                ball *= 1 - 0.4 * smoothStep(0.06, 0, y - lidTop)
                let ring = coverage(0.084 - away, over: edge * 2)
                let inner = 0.2 + 0.14 * smoothStep(0, 0.08, dy + 0.02)
                let colour = inner * (1 - 0.75 * coverage(0.036 - away, over: edge * 2)) * smoothStep(0.1, 0.06, away)
                ball += (max(colour, 0.03) - ball) * ring
                let (gx, gy) = (x - gleam.x, y - gleam.y)
                ball += (1 - ball) * coverage(0.017 - (gx * gx + gy * gy).squareRoot(), over: edge * 1.5) * 0.9
                value += (ball - value) * seen
            }
            // Lashes: a dark edge, heavier above and towards the ear.
            let upperLash = (y - lidTop + 0.006) / (0.02 + 0.005 * t)
            let lowerLash = (y - lidLow - 0.006) / 0.014
            let reach = coverage(1.04 - t.magnitude, over: 0.15)
            value *= 1 - 0.78 * max(1 - upperLash * upperLash, 0) * reach
            value *= 1 - 0.34 * max(1 - lowerLash * lowerLash, 0) * reach
        }
        // A pushed-up lid throws a bag below it.
        tone.shade(side * middle.x, middle.y + 0.09, 0.19, 0.05, 0.12 + 0.14 * p[.lowerLid])
    }
}
