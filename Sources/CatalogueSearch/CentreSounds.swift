import Songs

/// The sounds of up to eight centres, transposed so that SIMD instructions compare a track with all of them at once.
struct CentreSounds {
    /// For each feature its value in every centre.
    private var features = InlineArray<10, SIMD8<Int16>>(repeating: .zero)
    /// All bits of a lane whose centre has a sound.
    private var known = SIMD8<UInt16>.zero

    /// A quarter of the squared distance that is assumed where a sound was not measured.
    private static let unknown: UInt16 = UInt16(15 * FeatureScale.step * FeatureScale.step / 4)

    init(_ sounds: [SIMD16<Int8>?]) {
        precondition(sounds.count <= 8 && FeatureScale.count == 10, "too many sounds or features")
        for (centre, sound) in sounds.enumerated() {
            guard let sound else { continue }
            known[centre] = .max
            for feature in 0..<FeatureScale.count { features[feature][centre] = Int16(sound[feature]) }
        }
    }

    /// A quarter of the squared distance to each centre in steps of the scale, rounded down.
    /// - Parameters:
    ///   - row: 16 bytes as in the index, the sound first.
    ///   - isKnown: whether the row's sound was measured.
    @inline(__always)
    func quarterDistances(to row: SIMD16<UInt8>, isKnown: Bool) -> SIMD8<UInt16> {
        guard isKnown else { return SIMD8(repeating: Self.unknown) }
        let pairs = unsafeBitCast(row, to: SIMD8<Int16>.self)
        let eight = SIMD8<Int16>(repeating: 8)
        let even = (pairs &<< eight) &>> eight, odd = pairs &>> eight
        var sum = square(even[0], features[0]) &+ square(odd[0], features[1])
        sum &+= square(even[1], features[2]) &+ square(odd[1], features[3])
        sum &+= square(even[2], features[4]) &+ square(odd[2], features[5])
        sum &+= square(even[3], features[6]) &+ square(odd[3], features[7])
        sum &+= square(even[4], features[8]) &+ square(odd[4], features[9])
        return (sum & known) | (SIMD8(repeating: Self.unknown) & ~known)
    }

    /// A quarter of the square of each difference: at most 3969, so that the sum of ten fits 16 bits.
    @inline(__always)
    private func square(_ place: Int16, _ centres: SIMD8<Int16>) -> SIMD8<UInt16> {
        let difference = SIMD8(repeating: place) &- centres
        return unsafeBitCast(difference &* difference, to: SIMD8<UInt16>.self) &>> SIMD8(repeating: 2)
    }
}

/// A number for each of eight centres, in two halves of the width of a SIMD register.
struct CentreVector {
    /// Of centres 0, 2, 4 and 6.
    private(set) var even: SIMD4<Float>
    /// Of centres 1, 3, 5 and 7.
    private(set) var odd: SIMD4<Float>

    init(repeating number: Float) {
        even = SIMD4(repeating: number)
        odd = even
    }

    @inline(__always)
    init(_ numbers: SIMD8<UInt16>) {
        let pairs = unsafeBitCast(numbers, to: SIMD4<UInt32>.self)
        // The bits of 2^23 as a Float leave its lowest bits for an integer, which subtracting 2^23 converts. Converting
        // lane by lane would cost more than the rest of the comparison.
        let base = SIMD4<UInt32>(repeating: Float(1 << 23).bitPattern)
        let low = pairs & SIMD4(repeating: 0xFFFF), high = pairs &>> SIMD4(repeating: 16)
        even = unsafeBitCast(low | base, to: SIMD4<Float>.self) - SIMD4(repeating: Float(1 << 23))
        odd = unsafeBitCast(high | base, to: SIMD4<Float>.self) - SIMD4(repeating: Float(1 << 23))
    }

    subscript(centre: Int) -> Float {
        get { centre.isMultiple(of: 2) ? even[centre / 2] : odd[centre / 2] }
        set {
            if centre.isMultiple(of: 2) { even[centre / 2] = newValue } else { odd[centre / 2] = newValue }
        }
    }
}
