/// The probabilities of the four song moods of one track; each 0 to 1, together 1.
package struct SongMoodScores: Hashable, Sendable {
    /// The probability of each mood, 0 to 1.
    package let happy: Double
    package let sad: Double
    package let energetic: Double
    package let calm: Double

    /// Scales any four weights to probabilities. Negative and non-finite weights count as 0; all zero is a tie.
    package init(happy: Double, sad: Double, energetic: Double, calm: Double) {
        // Called once a track of a catalogue of millions: nothing is allocated here.
        let given = SIMD4(happy, sad, energetic, calm)
        let usable = (given .> 0) .& (given .< .infinity)
        let weights = SIMD4<Double>.zero.replacing(with: given, where: usable)
        let sum = weights.sum()
        guard sum > 0 else {
            (self.happy, self.sad, self.energetic, self.calm) = (0.25, 0.25, 0.25, 0.25)
            return
        }
        self.happy = weights[0] / sum
        self.sad = weights[1] / sum
        self.energetic = weights[2] / sum
        self.calm = weights[3] / sum
    }

    /// `certainty` (0 to 1) for one mood; the other three share the rest evenly.
    package init(_ mood: SongMood, certainty: Double) {
        let rest = (1 - certainty) / 3
        self.init(
            happy: mood == .happy ? certainty : rest, sad: mood == .sad ? certainty : rest,
            energetic: mood == .energetic ? certainty : rest, calm: mood == .calm ? certainty : rest)
    }

    /// The probability of one mood.
    package subscript(mood: SongMood) -> Double {
        switch mood {
        case .happy: happy
        case .sad: sad
        case .energetic: energetic
        case .calm: calm
        }
    }

    /// The most probable song mood; the first of happy, sad, energetic, calm in a tie.
    package var dominant: SongMood {
        var best = SongMood.happy
        for mood in SongMood.allCases where self[mood] > self[best] { best = mood }
        return best
    }
}
