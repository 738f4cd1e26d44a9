/// What a file, or a listener's tags, say of a track's mood: a share for each song mood, together 1.
package struct MoodLabel: Hashable, Sendable {
    /// The shares in 255ths, in the order of `SongMood.allCases`; kept whole, so that a stored label is the same label.
    private let shares: SIMD4<UInt8>

    /// A label that names one song mood.
    package init(_ mood: SongMood) {
        var shares = SIMD4<UInt8>.zero
        shares[Self.place(of: mood)] = 255
        self.shares = shares
    }

    /// The labels that name one song mood.
    package static let happy = MoodLabel(SongMood.happy)
    package static let sad = MoodLabel(SongMood.sad)
    package static let energetic = MoodLabel(SongMood.energetic)
    package static let calm = MoodLabel(SongMood.calm)

    /// Scales four weights, in the order of `SongMood.allCases`, to shares; nil where none of them is above 0 or all
    /// are alike, because that says nothing.
    package init?(weights: SIMD4<Double>) {
        let usable = (weights .> 0) .& (weights .< .infinity)
        let given = SIMD4<Double>.zero.replacing(with: weights, where: usable)
        let sum = given.sum()
        guard sum > 0, sum.isFinite else { return nil }
        let scaled = (given / sum * 255).rounded(.toNearestOrAwayFromZero)
        shares = SIMD4<UInt8>(truncatingIfNeeded: SIMD4<Int32>(scaled))
        if shares.min() == shares.max() { return nil }
    }

    /// The shares as one number, as a catalogue stores them.
    package var packed: UInt32 {
        (0..<4).reduce(0) { $0 << 8 | UInt32(shares[$1]) }
    }

    /// From a stored number; nil if it holds no shares.
    package init?(packed: UInt32) {
        let shares = SIMD4<UInt8>(
            UInt8(truncatingIfNeeded: packed >> 24), UInt8(truncatingIfNeeded: packed >> 16),
            UInt8(truncatingIfNeeded: packed >> 8), UInt8(truncatingIfNeeded: packed))
        guard shares.min() != shares.max() else { return nil }
        self.shares = shares
    }

    /// The share of one mood, 0 to 1.
    package subscript(mood: SongMood) -> Double {
        let sum = Double(SIMD4<UInt16>(truncatingIfNeeded: shares).wrappedSum())
        return Double(shares[Self.place(of: mood)]) / sum
    }

    /// The one mood it names; nil where it names several.
    package var single: SongMood? {
        // Called for every row of large tables: nothing is allocated here.
        switch self {
        case .happy: .happy
        case .sad: .sad
        case .energetic: .energetic
        case .calm: .calm
        default: nil
        }
    }

    /// The mood with the largest share; nil in a tie.
    package var dominant: SongMood? {
        let largest = shares.max()
        let first = SongMood.allCases.filter { shares[Self.place(of: $0)] == largest }
        return first.count == 1 ? first.first : nil
    }

    private static func place(of mood: SongMood) -> Int {
        switch mood {
        case .happy: 0
        case .sad: 1
        case .energetic: 2
        case .calm: 3
        }
    }
}

extension MoodLabel {
    /// From a valence and an arousal between 0 and 1: Russell's plane, whose quarters are happy (high and high),
    /// energetic (low valence, high arousal), sad (low and low) and calm. Near an axis both neighbours have a share.
    package init?(valence: Double, arousal: Double) {
        guard valence.isFinite, arousal.isFinite else { return nil }
        // A quarter of the plane away from an axis only one side of it is left.
        func side(_ value: Double) -> Double { min(max((value - 0.5) * 2 + 0.5, 0), 1) }
        let pleasant = side(valence), active = side(arousal)
        self.init(
            weights: SIMD4(
                pleasant * active, (1 - pleasant) * (1 - active), (1 - pleasant) * active, pleasant * (1 - active)))
    }
}
