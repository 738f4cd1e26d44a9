/// A classifier from audio features to the probabilities of a track's song moods.
package protocol SongMoodScoring: Sendable {
    /// The probabilities for a track with these features. NaN marks an unknown feature; at most three are.
    func scores(for features: AudioFeatures) -> SongMoodScores
}

/// Combines a classifier's answer and a file's label by Bayes' rule.
package enum MoodEvidence {
    /// How often a label in a file is right, taken as the probability that it names the track's true mood; a wrong one
    /// is any of the other three alike.
    ///
    /// Labels are judgements: on the 686 songs of `data_moods.csv` the best votes of models agree with the labels in
    /// 84 % of the cases on songs they have not seen, so no more than that is claimed for any label.
    package static let labelReliability = 0.85

    /// The posterior of `scores` given that a file labels the track so; nil leaves them as they are. Of a label with
    /// several moods each counts by its share.
    package static func joining(_ scores: SongMoodScores, label: MoodLabel?) -> SongMoodScores {
        guard let label else { return scores }
        let wrong = (1 - labelReliability) / 3
        func weight(_ mood: SongMood) -> Double {
            let share = label[mood]
            return scores[mood] * (share * labelReliability + (1 - share) * wrong)
        }
        return SongMoodScores(
            happy: weight(.happy), sad: weight(.sad), energetic: weight(.energetic), calm: weight(.calm))
    }

    /// What two witnesses say that know nothing of each other, of moods that are equally frequent.
    package static func joining(_ scores: SongMoodScores, _ other: SongMoodScores) -> SongMoodScores {
        SongMoodScores(
            happy: scores.happy * other.happy, sad: scores.sad * other.sad,
            energetic: scores.energetic * other.energetic, calm: scores.calm * other.calm)
    }

    /// The probabilities for a track of which only the label is known.
    package static func scores(label: MoodLabel?) -> SongMoodScores {
        joining(SongMoodScores(happy: 1, sad: 1, energetic: 1, calm: 1), label: label)
    }
}
