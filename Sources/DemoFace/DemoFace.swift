package import Emotions

/// A procedurally drawn grey face, for machines without a camera: a person at a desk who shows the emotion asked for.
///
/// The same seed, time and state always give the same picture. Drawn faces are never used to train a classifier.
///
/// `DemoFace` draws the face and reads the demo's script. It knows `Emotions` only.
package struct DemoFace: Sendable {
    /// The height of the middle of the face at rest, as a fraction of the frame's height.
    static let centreY: Float = 0.48

    /// Pixels per face unit in a frame of this height.
    static func unit(height: Int) -> Float { Float(height) * 0.25 }

    private let random: DemoRandom
    private var room: DemoRoom?
    private var planes: Planes?
    private let noise: [Int16]

    private struct Planes: Sendable {
        var tone: FacePlane
        var cover: FacePlane
        var relief: FacePlane
        var scratch: FacePlane

        init(scale: Float) {
            let plane = FacePlane(scale: scale, x: -1.02...1.02, y: -1.42...1.8)
            (tone, cover, relief, scratch) = (plane, plane, plane, plane)
        }
    }

    /// - Parameter seed: decides how the person moves, not the looks.
    package init(seed: UInt64 = 1) {
        let random = DemoRandom(seed: seed)
        self.random = random
        // The sum of four uniform numbers approximates the Gaussian noise of a sensor.
        noise = (0..<8192).map { place in
            let bits = random.bits(30, place)
            let sum = (0..<4).reduce(Float(0)) { $0 + Float((bits >> ($1 * 16)) & 0xFFFF) / 65536 }
            return Int16(((sum - 2) * 4.3).rounded())
        }
    }

    /// Draws a person who has shown this emotion for a while.
    /// - Parameters:
    ///   - time: seconds, from 0; decides the small movements.
    ///   - pixels: one byte a pixel, rows from the top, at least `width * height` of them (too few are left as they
    ///     are); more are left alone.
    package mutating func draw(emotion: Emotion, time: Double, into pixels: inout [UInt8], width: Int, height: Int) {
        let state = DemoScript.State(parameters: .init(showing: emotion), presence: 1)
        draw(state, time: time, into: &pixels, width: width, height: height)
    }

    /// Draws what a script asks for. Parameters are those of ``draw(emotion:time:into:width:height:)``.
    package mutating func draw(
        _ state: DemoScript.State, time: Double, into pixels: inout [UInt8], width: Int, height: Int
    ) {
        pixels.withUnsafeMutableBufferPointer { draw(state, time: time, into: $0, width: width, height: height) }
    }

    /// Draws what a script asks for into memory that is there already. Parameters are those of
    /// ``draw(emotion:time:into:width:height:)``.
    package mutating func draw(
        _ state: DemoScript.State, time: Double, into pixels: UnsafeMutableBufferPointer<UInt8>, width: Int, height: Int
    ) {
        let time = time.isFinite ? min(max(time, -1e9), 1e9) : 0
        let motion = DemoMotion(random: random, time: time)
        draw(state, motion: motion, time: time, into: pixels, width: width, height: height)
    }

    mutating func draw(
        _ state: DemoScript.State, motion: DemoMotion, time: Double, into pixels: UnsafeMutableBufferPointer<UInt8>,
        width: Int, height: Int
    ) {
        guard width > 0, height > 0, pixels.count >= width * height else { return }
        let room =
            self.room.flatMap { $0.width == width && $0.height == height ? $0 : nil }
            ?? DemoRoom(width: width, height: height, random: random)
        self.room = room
        _ = pixels.update(fromContentsOf: room.wall)
        if state.presence > 0 {
            let away = Float(width) * 0.9 * (1 - state.presence)
            drawBody(of: room, shift: SIMD2(away + motion.shift.x * 25, motion.breath * 1.5), into: pixels)
            drawHead(state.parameters, motion, away: away, into: pixels, width: width, height: height)
        }
        addNoise(time: time, to: pixels, width: width, height: height)
    }

    private func drawBody(of room: DemoRoom, shift: SIMD2<Float>, into pixels: UnsafeMutableBufferPointer<UInt8>) {
        let (width, rows) = (room.width, room.height - room.bodyTop)
        let aside = Int(shift.x)
        let lift = min(max(shift.y, -1.9), 1.9)
        let whole = Int(lift.rounded(.down))
        let part = lift - lift.rounded(.down)
        guard aside < width, -aside < width else { return }
        for row in 0..<rows {
            let above = min(max(row + whole, 0), rows - 1) * width
            let below = min(max(row + whole + 1, 0), rows - 1) * width
            let target = (room.bodyTop + row) * width
            for column in max(aside, 0)..<min(width + aside, width) {
                let (a, b) = (above + column - aside, below + column - aside)
                let cover = room.bodyCover[a] + (room.bodyCover[b] - room.bodyCover[a]) * part
                let tone = room.body[a] + (room.body[b] - room.body[a]) * part
                let old = Float(pixels[target + column])
                pixels[target + column] = UInt8(min(max(old + (tone * 255 - old) * cover, 0), 255))
            }
        }
    }

    private mutating func drawHead(
        _ parameters: FaceParameters, _ motion: DemoMotion, away: Float, into pixels: UnsafeMutableBufferPointer<UInt8>,
        width: Int, height: Int
    ) {
        var shown = parameters
        let rest: FaceParameters = [:]
        for control in FaceControl.allCases where control.isExpression {
            shown[control] = rest[control] + (parameters[control] - rest[control]) * motion.intensity
        }
        shown[.eyeOpen] *= 1 - motion.blink
        let unit = Self.unit(height: height)
        let scale = min(max(unit * 0.92, 8), 115)
        var planes = self.planes.flatMap { $0.tone.scale == scale ? $0 : nil } ?? Planes(scale: scale)
        self.planes = nil
        let painter = FacePainter(parameters: shown, form: FaceForm(shown))
        painter.paint(into: &planes.tone, cover: &planes.cover, height: &planes.relief, scratch: &planes.scratch)
        let pose = HeadPose(
            middle: SIMD2(
                Float(width) * 0.5 + away + motion.shift.x * unit,
                Float(height) * Self.centreY + (motion.shift.y - motion.breath * 0.01) * unit),
            unit: unit * motion.size, roll: motion.roll + shown[.headTilt], yaw: motion.yaw,
            pitch: motion.pitch + shown[.headPitch], exposure: motion.exposure)
        pose.project(tone: planes.tone, cover: planes.cover, onto: pixels, width: width, height: height)
        self.planes = planes
    }

    private func addNoise(time: Double, to pixels: UnsafeMutableBufferPointer<UInt8>, width: Int, height: Int) {
        let moment = Int(truncatingIfNeeded: Int64(exactly: (time * 1000).rounded()) ?? 0)
        let mask = noise.count - 1
        noise.withUnsafeBufferPointer { noise in
            for row in 0..<height {
                var place = Int(random.bits(31, moment &* 4096 &+ row) & UInt64(mask))
                let end = (row + 1) * width
                var index = row * width
                while index < end {
                    let run = min(end - index, noise.count - place)
                    for step in 0..<run {
                        let value = Int16(pixels[index + step]) &+ noise[place + step]
                        pixels[index + step] = UInt8(truncatingIfNeeded: min(max(value, 0), 255))
                    }
                    index += run
                    place = 0
                }
            }
        }
    }
}
