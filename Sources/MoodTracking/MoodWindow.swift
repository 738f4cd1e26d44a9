package import Emotions
package import Media

/// The last seconds' scores and what they amount to: the visible input of everything that follows.
package struct MoodWindow: Sendable {
    /// One face as it was read.
    private struct Sample {
        var time: MediaTime
        var scores: EmotionScores
    }

    /// How far back it reaches, in seconds of media time.
    package var seconds: Double
    private var samples: [Sample] = []

    package init(seconds: Double) {
        self.seconds = seconds
    }

    /// How many samples it holds.
    package var count: Int { samples.count }

    /// Takes a sample in and drops what is older than the window.
    package mutating func add(_ scores: EmotionScores, at time: MediaTime) {
        // A clock that jumped back (another source, a wrapped recording) makes the old samples incomparable.
        if let last = samples.last, time < last.time { samples.removeAll() }
        samples.append(Sample(time: time, scores: scores))
        expire(at: time)
    }

    /// Drops what is older than the window at `time`.
    package mutating func expire(at time: MediaTime) {
        let keep = samples.firstIndex { time - $0.time <= seconds } ?? samples.endIndex
        samples.removeFirst(keep)
    }

    package mutating func removeAll() {
        samples.removeAll()
    }

    /// The weighted mean of the samples, each weighing the time it stands for (up to the next sample, at most two
    /// seconds) and fading linearly to half at the window's far end; nil when it is empty.
    package var scores: EmotionScores? {
        guard let newest = samples.last?.time else { return nil }
        return EmotionScores { emotion in
            var sum = 0.0
            for (i, sample) in samples.enumerated() {
                let next = i + 1 < samples.count ? samples[i + 1].time - sample.time : 0.5
                let fade = 1 - 0.5 * min(1, (newest - sample.time) / seconds)
                sum += sample.scores[emotion] * min(max(next, 0.05), 2) * fade
            }
            return sum
        }
    }
}
