/// Random numbers as a function of seed and position, so that the same moment always gives the same picture.
struct DemoRandom: Sendable {
    let seed: UInt64

    /// Uniform random bits for a place on a channel (SplitMix64's mixing function, Steele et al. 2014).
    func bits(_ channel: UInt64, _ place: Int) -> UInt64 {
        var z = seed &* 0x9E37_79B9_7F4A_7C15 &+ channel &* 0xD1B5_4A32_D192_ED03
        z &+= UInt64(bitPattern: Int64(place)) &* 0x8CB9_2BA7_2F3D_8DD7
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 0 up to 1.
    func unit(_ channel: UInt64, _ place: Int) -> Float {
        Float(bits(channel, place) >> 40) / Float(1 << 24)
    }

    /// Smooth noise between -1 and 1 that reaches a new random value every `period` seconds.
    func wander(_ channel: UInt64, at time: Double, period: Double) -> Float {
        let place = (time / period).rounded(.down)
        let index = Int(clamping: Int64(exactly: place) ?? 0)
        let t = Float(time / period - place)
        let (from, to) = (unit(channel, index), unit(channel, index &+ 1))
        return (from + (to - from) * t * t * (3 - 2 * t)) * 2 - 1
    }
}

extension DemoRandom {
    /// A value between -1 and 1 that is kept for about `period` seconds and then changes within half a second, as
    /// people change their pose.
    func pose(_ channel: UInt64, at time: Double, period: Double) -> Float {
        let place = (time / period).rounded(.down)
        let index = Int(clamping: Int64(exactly: place) ?? 0)
        let t = Float(min(1, (time - place * period) / 0.5))
        // Successive poses have opposite signs, so that each differs from the one before.
        let side = { (index: Int) in Float(index & 1 == 0 ? 1 : -1) * (0.5 + 0.5 * self.unit(channel, index)) }
        let (from, to) = (side(index &- 1), side(index))
        return from + (to - from) * t * t * (3 - 2 * t)
    }
}

/// The involuntary motion at one moment: pose, swaying, breathing, blinking and small changes of expression.
struct DemoMotion: Sendable {
    /// Shift in face units, roll in radians, size relative to rest, turns in radians.
    var shift = SIMD2<Float>(0, 0)
    var roll: Float = 0
    var size: Float = 1
    var yaw: Float = 0
    var pitch: Float = 0
    /// How far the lids are closed by a blink, 0 to 1, and how far the chest has risen, -1 to 1.
    var blink: Float = 0
    var breath: Float = 0
    /// How far the expression stands from rest (about 1).
    var intensity: Float = 1
    /// Small changes of brightness (about 1).
    var exposure: Float = 1

    /// A head without motion.
    init() {}

    /// - Parameter time: seconds of the demo, from 0.
    init(random: DemoRandom, time: Double) {
        shift = [
            0.2 * random.pose(13, at: time, period: 6.1)
                + 0.05 * random.wander(1, at: time, period: 2.9) + 0.025 * random.wander(2, at: time, period: 0.8),
            0.045 * random.wander(3, at: time, period: 3.7) + 0.012 * random.wander(4, at: time, period: 0.7),
        ]
        roll = 0.045 * random.wander(5, at: time, period: 3.1)
        size = 1 + 0.02 * random.wander(6, at: time, period: 4.3)
        yaw = 0.13 * random.wander(7, at: time, period: 2.3)
        pitch = 0.07 * random.wander(8, at: time, period: 2.7)
        breath = random.wander(9, at: time, period: 1.9)
        intensity = 0.95 + 0.09 * random.wander(10, at: time, period: 1.7)
        exposure = 1 + 0.03 * random.wander(11, at: time, period: 5)
        blink = Self.blink(random, at: time)
    }

    /// One blink of about a quarter of a second in every stretch of 4 s, at a random place in it.
    private static func blink(_ random: DemoRandom, at time: Double) -> Float {
        let stretch = (time / 4).rounded(.down)
        let start = 0.4 + 3.2 * Double(random.unit(12, Int(clamping: Int64(exactly: stretch) ?? 0)))
        let phase = Float((time - stretch * 4 - start) / 0.24)
        guard phase > 0, phase < 1 else { return 0 }
        return min(1, 2.6 * min(phase, 1 - phase))
    }
}
