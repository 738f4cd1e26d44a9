/// SplitMix64 (Steele, Lea and Flood 2014): small, fast, and the same numbers for the same seed on every machine and in
/// every release, which Swift's own generators do not promise.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// The chance of one track, 0 up to but not including 1: number `number` of the seed's sequence. So each keeps its
    /// own, whatever else is in the catalogue, and one dislike or one new track does not reshuffle all the others.
    static func unit(seed: UInt64, number: Int64) -> Double {
        var generator = SeededGenerator(seed: seed &+ UInt64(bitPattern: number) &* 0x9E37_79B9_7F4A_7C15)
        return Double(generator.next() >> 11) / Double(1 << 53)
    }
}
