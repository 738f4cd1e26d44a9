/// Paints a lit head: skin with its folds, brows, hair, ears and neck; eyes and mouth have painters of their own.
struct FacePainter {
    let parameters: FaceParameters
    let form: FaceForm

    /// Brightness of the face where there is some; the cover says how much of each point is person.
    func paint(into tone: inout FacePlane, cover: inout FacePlane, height: inout FacePlane, scratch: inout FacePlane) {
        form.relief(into: &height)
        let mouth = MouthPainter(parameters)
        mouth.relief(into: &height)
        form.light(height, into: &scratch)
        folds(into: &scratch)
        skin(from: scratch, into: &tone, cover: &cover)
        mouth.paint(into: &tone)
        EyePainter(parameters).paint(into: &tone)
        brows(into: &tone)
        hair(into: &tone, cover: &cover)
    }

    private func folds(into shade: inout FacePlane) {
        let p = parameters
        let drop = 0.24 * p[.jawOpen]
        let lift = 0.09 * p[.cornerLift]
        let width = 0.27 * p[.mouthWidth]
        // Sockets and the sides of the nose's root keep some darkness in any light.
        shade.shades(0.34, -0.13, 0.27, 0.2, 0.2)
        shade.shades(0.16, -0.17, 0.12, 0.17, 0.16)
        shade.shades(0.36, 0.05, 0.22, 0.07, 0.1)
        // Under the nose: its shadow, nostrils, and the wings' edges.
        shade.shade(0, 0.39, 0.22, 0.09, 0.3)
        shade.shades(0.085 + 0.02 * p[.noseFlare], 0.365, 0.06, 0.035 + 0.012 * p[.noseFlare], 0.7)
        shade.darkenBoth(
            [0.19, 0.24], [0.225, 0.32], [0.17, 0.385], width: 0.045, depth: 0.28 + 0.25 * p[.noseFlare])
        // From nose to mouth.
        shade.darkenBoth(
            [0.21, 0.3], [0.33 + 0.25 * max(width - 0.27, 0), 0.42 - lift * 0.3],
            [width + 0.13, 0.62 - lift + drop * 0.4], width: 0.075, depth: 0.1 + 0.42 * p[.nasolabial])
        // Corners of the mouth, hollow under the lip, wrinkled chin.
        shade.shades(width + 0.045, 0.585 - lift + drop * 0.35, 0.1, 0.09, 0.22 + 0.15 * p[.cornerLift].magnitude)
        shade.shade(0, 0.755 + drop, 0.24, 0.07, 0.2 + 0.2 * p[.chinRaise])
        if p[.chinRaise] > 0.02 {
            shade.darken(
                [-0.2, 0.85 + drop], [0, 0.785 + drop], [0.2, 0.85 + drop], width: 0.05, depth: 0.35 * p[.chinRaise])
            shade.shades(0.09, 0.88 + drop, 0.05, 0.04, 0.15 * p[.chinRaise])
        }
        // A drawn-up cheek folds the lower lid and the outer corner of the eye.
        let cheek = p[.cheekRaise]
        shade.darkenBoth(
            [0.2, 0.03], [0.37, 0.1 - 0.02 * cheek], [0.54, 0.02], width: 0.05, depth: 0.08 + 0.2 * cheek)
        for angle: Float in [-0.07, 0.0, 0.07] {
            shade.darkenBoth(
                [0.57, -0.07 + angle * 0.5], [0.63, -0.06 + angle], [0.69, -0.05 + angle * 1.6], width: 0.025,
                depth: 0.25 * cheek)
        }
        let furrow = p[.browFurrow]
        let low = 0.09 * p[.browInner]
        shade.darkenBoth(
            [0.06, -0.5 - low], [0.05, -0.38 - low], [0.075, -0.26 - low], width: 0.06, depth: 0.38 * furrow)
        shade.shade(0, -0.31 - low, 0.13, 0.1, 0.25 * furrow)
        let nose = p[.noseWrinkle]
        for y: Float in [-0.15, -0.06] {
            shade.darken([-0.15, y + 0.06], [0, y], [0.15, y + 0.06], width: 0.045, depth: 0.24 * nose)
        }
        shade.darkenBoth([0.08, -0.05], [0.14, 0.03], [0.17, 0.12], width: 0.06, depth: 0.34 * nose)
        let lines = p[.foreheadLines]
        for (index, y) in ([-0.58, -0.68, -0.78] as [Float]).enumerated() {
            let half: Float = 0.46 - 0.06 * Float(index)
            let bend = 0.03 + 0.05 * max(p[.browInner], 0) - 0.05 * max(p[.browOuter], 0)
            shade.darken([-half, y + bend], [0, y - bend * 0.4], [half, y + bend], width: 0.035, depth: 0.4 * lines)
        }
    }

    private func skin(from shade: FacePlane, into tone: inout FacePlane, cover: inout FacePlane) {
        let skin = parameters[.skin]
        let form = form
        let edge = tone.step * 1.5
        tone.update(x: -1.3...1.3, y: -1.5...2) { _, _, value in value = 0 }
        cover.update(x: -1.3...1.3, y: -1.5...2) { _, _, value in value = 0 }
        // Neck first: it stands in the head's shadow.
        cover.update(x: -0.62...0.62, y: 0.5...2) { x, y, value in
            let half: Float = 0.5 + 0.06 * smoothStep(1.1, 1.7, y)
            let neckline = 1.52 - 0.55 * x * x
            value = coverage(half - x.magnitude, over: edge) * coverage(neckline - y, over: edge * 2)
        }
        let chin = form.chin
        tone.update(x: -0.62...0.62, y: 0.5...2) { x, y, value in
            let round = max(1 - (x / 0.62) * (x / 0.62), 0).squareRoot()
            let shadow = 0.36 + 0.34 * smoothStep(chin - 0.05, chin + 0.5, y)
            value = skin * round * shadow
        }
        for side: Float in [-1, 1] {
            ear(side: side, into: &tone, cover: &cover)
        }
        let columns = tone.columns
        let step = tone.step
        let (left, top) = (tone.left, tone.top)
        shade.values.withUnsafeBufferPointer { shade in
            tone.values.withUnsafeMutableBufferPointer { tone in
                cover.values.withUnsafeMutableBufferPointer { cover in
                    for index in 0..<tone.count {
                        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
                        let (x, y) = (left + Float(column) * step, top + Float(row) * step)
                        let part = min(max(form.inside(x, y) / (edge * 2.4), 0), 1)
                        guard part > 0 else { continue }
                        tone[index] += (skin * shade[index] - tone[index]) * part
                        cover[index] = max(cover[index], part)
                    }
                }
            }
        }
    }

    private func ear(side: Float, into tone: inout FacePlane, cover: inout FacePlane) {
        let skin = parameters[.skin]
        let light = 0.62 + 0.25 * side * parameters[.lightX]
        let (centre, edge) = (side * 0.83, tone.step * 8)
        func inside(_ x: Float, _ y: Float) -> Float {
            let (dx, dy) = ((x - centre) / 0.11, (y - 0.02) / 0.24)
            return 1 - dx * dx - dy * dy
        }
        tone.update(x: centre - 0.13...centre + 0.13, y: -0.25...0.3) { x, y, value in
            let inside = inside(x, y)
            let bowl = 1 - 0.45 * smoothStep(0.25, 0.9, inside)
            value += (skin * light * bowl - value) * min(max(inside / edge, 0), 1)
        }
        cover.update(x: centre - 0.13...centre + 0.13, y: -0.25...0.3) { x, y, value in
            value = max(value, min(max(inside(x, y) / edge, 0), 1))
        }
    }

    private func brows(into tone: inout FacePlane) {
        let p = parameters
        let skin = p[.skin]
        let hair = p[.hair] + 0.04
        let inner = SIMD2<Float>(0.135 - 0.055 * p[.browDraw], -0.285 - 0.11 * p[.browInner])
        let middle = -0.365 - 0.1 * p[.browArch] - 0.05 * (p[.browInner] + p[.browOuter])
        let outer = SIMD2<Float>(0.63, -0.275 - 0.11 * p[.browOuter])
        let thickness = 0.05 * p[.browThickness]
        let over = 1 / (outer.x - inner.x)
        for side: Float in [-1, 1] {
            let range = side > 0 ? inner.x - 0.05...outer.x + 0.03 : -outer.x - 0.03 ... -inner.x + 0.05
            tone.update(x: range, y: -0.75...(-0.05)) { x, y, value in
                let t = (x * side - inner.x) * over
                let s = min(max(t, 0), 1)
                let line =
                    inner.y * (1 - s) * (1 - s) + (middle * 2 - (inner.y + outer.y) * 0.5) * 2 * s * (1 - s)
                    + outer.y * s * s
                let half = thickness * (1 - 0.62 * s * s) * (0.8 + 0.2 * smoothStep(0, 0.3, s))
                let away = (y - line) / (half * 1.25)
                let ends = smoothStep(-0.07, 0.08, t) * (1 - smoothStep(0.9, 1.03, t))
                let hairs = max(1 - away * away, 0)
                let part = min(hairs * 1.5, 1) * ends * 0.86
                value += (hair * (0.6 + 0.4 * value / skin) - value) * part
            }
        }
    }

    private func hair(into tone: inout FacePlane, cover: inout FacePlane) {
        let hair = parameters[.hair]
        let light = parameters[.lightX]
        func part(_ x: Float, _ y: Float) -> Float {
            let (dx, dy) = (x / 0.88, (y + 0.16) / 1.16)
            let outer = 1 - dx * dx - dy * dy * dy.magnitude.squareRoot()
            let side = x.magnitude
            // A parting a little off the middle; the hairline comes down at the temples.
            let line =
                -0.8 + 0.06 * (x - 0.2) * (x - 0.2) + 0.62 * smoothStep(0.5, 0.86, side)
                + 0.02 * waves(x * 9)
            return min(max(outer * 14, 0), 1) * smoothStep(-0.035, 0.035, line - y)
        }
        tone.update(x: -1...1, y: -1.45...0.1) { x, y, value in
            let part = part(x, y)
            guard part > 0 else { return }
            let strands = 1 + 0.1 * waves(x * (29 + 8 * y)) + 0.09 * waves(x * (61 + 17 * y) + y * 9)
            let gloss = 1 + 0.9 * smoothStep(0.55, 0, ((x - light * 0.8) * 0.9).magnitude + (y + 0.98).magnitude * 1.3)
            value += (hair * strands * gloss - value) * part
        }
        cover.update(x: -1...1, y: -1.45...0.1) { x, y, value in value = max(value, part(x, y)) }
        // The hair's edge throws a little shadow.
        tone.shade(0, -0.74, 0.6, 0.12, 0.12)
    }

    /// A cheap wavy line, about -1 to 1, period about 6.3.
    @inline(__always)
    private func waves(_ x: Float) -> Float {
        let turn = x * 0.159_154_94
        let t = turn - turn.rounded(.down) - 0.5
        return 16 * t * (0.5 - t.magnitude)
    }
}
