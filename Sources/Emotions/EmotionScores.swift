/// Seven probabilities, one per `Emotion`, that sum to one.
package struct EmotionScores: Sendable, Hashable {
    /// Lane i belongs to `Emotion.allCases[i]`; the eighth lane is always zero.
    private var lanes: SIMD8<Double>

    /// Every emotion equally likely: knowing nothing.
    package static let uniform = EmotionScores { _ in 1 }

    /// Scores in proportion to the given weights, which must not be negative; `uniform` if none is positive and finite.
    package init(_ weight: (Emotion) -> Double) {
        lanes = .zero
        for (lane, emotion) in Emotion.allCases.enumerated() {
            let value = weight(emotion)
            lanes[lane] = value.isFinite && value > 0 ? value : 0
        }
        let sum = lanes.sum()
        if sum > 0 {
            lanes /= sum
        } else {
            for lane in Emotion.allCases.indices { lanes[lane] = 1 / Double(Emotion.allCases.count) }
        }
    }

    /// The probability of one emotion, 0 to 1.
    package subscript(emotion: Emotion) -> Double {
        lanes[emotion.lane]
    }

    /// The likeliest emotion; the earlier in alphabetical order where two are equal.
    package var dominant: Emotion {
        Emotion.allCases.max { self[$0] < self[$1] || (self[$0] == self[$1] && $0.lane > $1.lane) } ?? .neutral
    }

    /// Word and probability of each, for JSON and display.
    package var named: [String: Double] {
        Dictionary(uniqueKeysWithValues: Emotion.allCases.map { ($0.rawValue, self[$0]) })
    }
}

extension Emotion {
    /// Position in `allCases`.
    package var lane: Int {
        switch self {
        case .angry: 0
        case .disgust: 1
        case .fear: 2
        case .happy: 3
        case .neutral: 4
        case .sad: 5
        case .surprise: 6
        }
    }
}
