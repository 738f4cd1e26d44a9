import Songs

/// A 32-bit hash by which a song's features are recognised; the song cannot be derived from it.
enum SongFingerprint {
    /// The hash of the features, rounded to whole milliseconds and to thousandths; nil if one is missing.
    static func of(_ features: AudioFeatures) -> UInt32? {
        var hash = FNV1a()
        for index in 0..<AudioFeatures.names.count {
            let fineness: Double = index == 0 ? 1 : 1000
            guard let rounded = Int64(exactly: (features.values[index] * fineness + 0.5).rounded(.down)) else {
                return nil
            }
            hash.add(UInt64(bitPattern: rounded))
        }
        return UInt32(truncatingIfNeeded: hash.value >> 32) ^ UInt32(truncatingIfNeeded: hash.value)
    }
}

/// The 64-bit FNV-1a hash: it detects damage and distinguishes songs, and is no defence against tampering.
struct FNV1a {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Adds eight bytes, the lowest first.
    mutating func add(_ word: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            value = (value ^ (word >> UInt64(shift) & 0xFF)) &* 0x100_0000_01b3
        }
    }
}
