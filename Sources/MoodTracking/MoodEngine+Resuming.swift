package import Emotions
package import Media

// A restart of the daemon is no news about the person: what was believed is believed on.
extension MoodEngine {
    /// What has to outlive the engine for another to go on from it.
    package struct Memory: Sendable, Equatable {
        /// The probability of each mood.
        package var belief: EmotionScores
        /// The mood's name.
        package var mood: Emotion
        /// Since when it has had that name.
        package var since: MediaTime
        /// The last shift, or playlist made at the person's wish, from which the cool-down counts.
        package var lastShift: MediaTime?

        package init(belief: EmotionScores, mood: Emotion, since: MediaTime, lastShift: MediaTime?) {
            self.belief = belief
            self.mood = mood
            self.since = since
            self.lastShift = lastShift
        }
    }

    /// What to keep; nil before the first mood has been called.
    package var memory: Memory? {
        mood.map { Memory(belief: belief, mood: $0.name, since: $0.since, lastShift: lastShift) }
    }
}
