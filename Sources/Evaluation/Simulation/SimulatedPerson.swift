import Curation
import Emotions
import Glibc

/// What the classifier reads, look by look, in the face of somebody who feels what the script says.
///
/// A pose is held for seconds, and what is misread in it goes on being misread: one real face's scores stand for a pose.
/// On top lie a slow AR(1) disturbance of the log scores and an offset that belongs to the person. In some poses another
/// expression passes over the face, in some no face is found; a second person's face is read now and then, and while
/// somebody talks the face changes by the half second, often towards surprise.
struct SimulatedPerson: Sendable {
    /// How strong each of the disturbances is.
    struct Traits: Sendable {
        /// Deviation of the person's own offset, per emotion, in log scores; 0.5 makes odds of 1 : 1 about 2 : 3.
        var offset = 0.5
        /// Deviation and time constant in seconds of the slow disturbance.
        var drift = (deviation: 0.4, seconds: 10.0)
        /// Shares of poses with a passing expression, without a face, and read from a second face.
        var passing = 0.15, hidden = 0.12, second = 0.02
        /// Seconds a pose is held, log-uniform.
        var pose = (least: 1.0, most: 20.0)
        /// How often the next pose's picture is taken for the last one's.
        var stays = 0.3
        /// Talking: one spell in this many seconds, this long.
        var talkingEvery = 900.0, talkingSeconds = (least: 20.0, most: 90.0)
    }

    /// One look's result; nil scores where no face was read.
    struct Look: Sendable {
        var scores: EmotionScores?
        /// The number of the pose's picture.
        var pose: Int?
    }

    private let faces: ScoredFaces
    private let traits: Traits
    private let offset: [Double]
    private var drift = [Double](repeating: 0, count: Emotion.allCases.count)
    private var random: SeededGenerator
    private var poseEnd = -1.0, pose: EmotionScores?, picture = 0
    private var poseMood: Emotion?
    private var talkingUntil = -1.0, nextTalk: Double

    /// - Parameter atRest: what the face shows more of than others' at any time, in log scores, beside the offset that is
    ///   drawn.
    init(
        _ faces: ScoredFaces, traits: Traits, atRest: [Emotion: Double] = [:], using random: inout SeededGenerator
    ) {
        self.faces = faces
        self.traits = traits
        offset = Emotion.allCases.map { random.normal() * traits.offset + atRest[$0, default: 0] }
        nextTalk = random.exponential(mean: traits.talkingEvery)
        self.random = SeededGenerator(seed: random.next())
    }

    /// The look at `time`, `elapsed` seconds after the one before.
    mutating func look(at time: Double, after elapsed: Double, feeling mood: Emotion) -> Look {
        if time >= nextTalk {
            talkingUntil = time + random.logUniform(traits.talkingSeconds.least, traits.talkingSeconds.most)
            nextTalk = talkingUntil + random.exponential(mean: traits.talkingEvery)
        }
        if time >= poseEnd || mood != poseMood { strikePose(at: time, mood) }
        let keep = exp(-elapsed / traits.drift.seconds), fresh = (1 - keep * keep).squareRoot()
        for lane in drift.indices {
            drift[lane] = keep * drift[lane] + fresh * traits.drift.deviation * random.normal()
        }
        guard let pose else { return Look() }
        var lane = -1
        let scores = EmotionScores { emotion in
            lane += 1
            return max(pose[emotion], 1e-4) * exp(offset[lane] + drift[lane])
        }
        return Look(scores: scores, pose: picture)
    }

    private mutating func strikePose(at time: Double, _ mood: Emotion) {
        poseMood = mood
        let isTalking = time < talkingUntil
        poseEnd = time + (isTalking ? 0.5 : random.logUniform(traits.pose.least, traits.pose.most))
        if random.unit() >= traits.stays { picture += 1 }
        let draw = random.unit()
        var shown = mood
        switch draw {
        case ..<traits.hidden:
            pose = nil
            return
        case ..<(traits.hidden + traits.second): shown = .neutral
        case ..<(traits.hidden + traits.second + traits.passing):
            shown = isTalking ? .surprise : Emotion.allCases.filter { $0 != mood }.randomElement(using: &random) ?? mood
        default: if isTalking, random.unit() < 0.3 { shown = .surprise }
        }
        pose = faces.scores[shown]?.randomElement(using: &random)
    }
}
