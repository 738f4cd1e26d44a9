package import Emotions
package import Media

/// Which share of the last looks shows each mood: the check on what the filter concludes.
///
/// The filter multiplies evidence, so that many looks which each hint at a rare mood can add up to certainty although
/// not one of them shows it. A look shows the mood that leads its scores.
package struct LookShares: Sendable {
    /// One look: what it shows, and for how many seconds it stands.
    private struct Look {
        var time: MediaTime
        var emotion: Emotion
        var seconds: Double
    }

    private let parameters: MoodParameters.Support
    private let rare: Set<Emotion>
    private var looks: [Look] = []

    package init(model: MoodModel, parameters: MoodParameters.Support = MoodParameters.Support()) {
        self.parameters = parameters
        rare = Set(Emotion.allCases.filter { model.transitionPrior[$0] < parameters.rarePrior })
    }

    /// Takes in a look that stands for `seconds`, and drops those that are too old.
    package mutating func add(_ scores: EmotionScores, seconds: Double, at time: MediaTime) {
        if let last = looks.last, time < last.time { looks.removeAll() }
        looks.append(Look(time: time, emotion: scores.dominant, seconds: max(seconds, 0.01)))
        let keep = looks.firstIndex { time - $0.time <= parameters.seconds } ?? looks.endIndex
        looks.removeFirst(keep)
    }

    package mutating func removeAll() { looks.removeAll() }

    /// Whether there was no look yet.
    package var isEmpty: Bool { looks.isEmpty }

    /// Each mood's share of the looks, 0 to 1; all 0 before the first look.
    package var shares: EmotionValues {
        var shares = EmotionValues { _ in 0 }
        let all = looks.reduce(0) { $0 + $1.seconds }
        for look in looks { shares[look.emotion] += look.seconds / all }
        return shares
    }

    /// The mood's share of the looks, 0 to 1.
    package func share(of emotion: Emotion) -> Double { shares[emotion] }

    /// Whether enough looks show the mood for it to be called.
    package func supports(_ emotion: Emotion) -> Bool { supports(emotion, shares) }

    private func supports(_ emotion: Emotion, _ shares: EmotionValues) -> Bool {
        var least = parameters.leastShare
        if rare.contains(emotion) {
            let most = Emotion.allCases.map { shares[$0] }.max() ?? 0
            least = max(least, parameters.rareShare * most)
        }
        return shares[emotion] >= least
    }

    /// The belief with what the looks do not show taken out of it; the sum is what is left then.
    ///
    /// - Parameter known: moods that were called before and are believed on until another takes over: how soon one ends
    ///   is the filter's matter.
    package func supported(_ belief: EmotionScores, known: [Emotion] = []) -> EmotionValues {
        let shares = shares
        return EmotionValues {
            belief[$0] * (known.contains($0) || supports($0, shares) ? 1 : parameters.unsupportedWeight)
        }
    }
}
